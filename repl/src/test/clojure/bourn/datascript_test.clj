(ns bourn.datascript-test
  "A program written for DataScript: the model of a list of things to do."
  (:require
   [bourn.datascript :as d]
   [clojure.test :refer [deftest is testing]]))

(set! *warn-on-reflection* true)

(def ^:private schema
  {:todo/tags {:db/cardinality :db.cardinality/many}
   :todo/project {:db/valueType :db.type/ref}
   :todo/parts {:db/valueType :db.type/ref :db/cardinality :db.cardinality/many :db/isComponent true}
   :project/name {:db/unique :db.unique/identity}})

(defn- add!
  [conn text & {:as more}]
  (d/transact! conn [(merge {:db/id -1 :todo/text text :todo/done false} more)]))

(defn- left
  [db]
  (set (d/q '[:find [?text ...] :where [?t :todo/done false] [?t :todo/text ?text]] db)))

(deftest a-program-moves-over
  (let [conn (d/create-conn schema)
        told (atom [])
        _ (d/listen! conn :log #(swap! told conj (:tx-meta %)))
        {:keys [tempids db-after]} (add! conn "water" :todo/tags #{:home :green} :todo/project {:project/name "Garden"})
        water (get tempids -1)]
    (add! conn "weed" :todo/tags [:green] :todo/project [:project/name "Garden"])
    (d/transact! conn [{:db/id 1000 :todo/text "call" :todo/done false :todo/due 5}] {:by "phone"})
    (testing "queries"
      (is (= #{"water" "weed" "call"} (left @conn) (left (d/db conn))))
      (is (= #{"water"} (left db-after)))
      (is (= #{["Garden" 2]}
            (d/q '[:find ?name (count ?t) :where [?t :todo/project ?p] [?p :project/name ?name]] @conn)))
      (is (= #{["green" "water"] ["green" "weed"] ["home" "water"]}
            (d/q '[:find ?tag ?text :where [?t :todo/tags ?k] [(name ?k) ?tag] [?t :todo/text ?text]] @conn)))
      (is (= #{["weed"]} (d/q '[:find ?text :in $ [?tag ...] ?ok
                                :where [?t :todo/tags ?tag] [?t :todo/text ?text] [(?ok ?text)]]
                           @conn [:green] #(< (count %) 5))))
      (is (= [["call" 5]] (vec (d/q '[:find ?text ?due :where [?t :todo/due ?due] [?t :todo/text ?text]] @conn))))
      (testing "of what nobody knows, and of plain collections"
        (is (= #{} (d/q '[:find ?t :where [?t :todo/unheard-of 1]] @conn)))
        (is (= #{[:a 1]} (d/q '[:find ?k ?v :where [?k ?v] [(odd? ?v)]] [[:a 1] [:b 2]])))
        (is (= #{[3]} (d/q '[:find ?c :where [_ :age ?a] [_ :b ?c] [(< ?a ?c)]] [[1 :age 2] [1 :b 3]])))))
    (testing "entities and pull"
      (let [todo (d/entity @conn water)]
        (is (= ["water" "Garden" #{:home :green}] [(:todo/text todo) (-> todo :todo/project :project/name) (:todo/tags todo)]))
        (is (= #{"water" "weed"} (set (map :todo/text (:todo/_project (:todo/project todo))))))
        (is (= todo (d/entity @conn water)))
        (is (= [4242 nil] ((juxt :db/id :todo/text) (d/entity @conn 4242))))
        (is (nil? (d/entity @conn [:project/name "nobody's"]))))
      (is (= {:todo/text "water" :todo/project {:project/name "Garden"}}
            (d/pull @conn [:todo/text {:todo/project [:project/name]}] water)))
      (is (= {:db/id 1000 :todo/text "call" :todo/done false :todo/due 5} (d/pull @conn '[*] 1000)))
      (is (= [{:todo/text "call"} {:todo/text "water"}] (d/pull-many @conn [:todo/text] [1000 water]))))
    (testing "datoms"
      (let [[e a v tx added :as datom] (first (d/datoms @conn :eavt 1000 :todo/due))]
        (is (= [1000 :todo/due 5 true] [e a v added]))
        (is (= [e a v tx added] [(:e datom) (:a datom) (:v datom) (:tx datom) (:added datom)] datom))
        (is (d/datom? datom))
        (is (= ["call" "water" "weed"] (map :v (d/datoms @conn :avet :todo/text))))
        (is (= ["call" "water"] (map :v (d/index-range @conn :todo/text "call" "water"))))
        (is (= datom (d/find-datom @conn :aevt :todo/due)))))
    (testing "changes"
      (d/transact! conn [[:db/add water :todo/done true] [:db/retract water :todo/tags :home]])
      (is (= #{"weed" "call"} (left @conn)))
      (is (= #{:green} (:todo/tags (d/entity @conn water))))
      (d/transact! conn [[:db.fn/retractEntity 1000]])
      (d/transact! conn [[:db.fn/call (fn [db add] [[:db/add water :todo/n (+ add (count (left db)))]]) 41]])
      (is (= 42 (:todo/n (d/entity @conn water))))
      (is (= {:error :transact/cas}
            (select-keys (ex-data (try (d/transact! conn [[:db.fn/cas water :todo/n 1 2]]) (catch Exception e e))) [:error])))
      (is (= [nil nil {:by "phone"} nil nil nil] @told))
      (d/unlisten! conn :log))
    (testing "databases are values"
      (let [db @conn
            again (d/init-db (d/datoms db :eavt) schema)]
        (is (= (left db) (left again)))
        (is (= (d/empty-db schema) (d/empty-db schema)))
        (is (= 1 (get {(d/init-db [(d/datom 1 :a 2)]) 1} (d/db-with (d/empty-db) [[:db/add 1 :a 2]]))))
        (is (= #{} (left (d/filter db (fn [_ datom] (not= :todo/done (:a datom)))))))
        (is (= #{"weed" "new"} (left (d/db-with db [{:todo/text "new" :todo/done false}]))))
        (d/reset-conn! conn again)
        (is (d/conn? conn))
        (is (identical? again @conn))))))
