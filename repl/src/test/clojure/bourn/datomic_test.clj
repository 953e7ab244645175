(ns bourn.datomic-test
  "A program written for Datomic's peer API. Every result is the one that Datomic 1.0.7622 gives, with
  another namespace required."
  (:require
   [bourn.datomic :as d]
   [clojure.set :as set]
   [clojure.test :refer [deftest is testing]]))

(set! *warn-on-reflection* true)

(def ^:private schema
  [{:db/ident :user/email :db/valueType :db.type/string :db/cardinality :db.cardinality/one
    :db/unique :db.unique/identity}
   {:db/ident :user/name :db/valueType :db.type/string :db/cardinality :db.cardinality/one}
   {:db/ident :user/karma :db/valueType :db.type/long :db/cardinality :db.cardinality/one :db/index true}
   {:db/ident :user/follows :db/valueType :db.type/ref :db/cardinality :db.cardinality/many}
   {:db/ident :story/url :db/valueType :db.type/string :db/cardinality :db.cardinality/one
    :db/unique :db.unique/value}
   {:db/ident :story/title :db/valueType :db.type/string :db/cardinality :db.cardinality/one}
   {:db/ident :story/by :db/valueType :db.type/ref :db/cardinality :db.cardinality/one}
   {:db/ident :story/tags :db/valueType :db.type/keyword :db/cardinality :db.cardinality/many}
   {:db/ident :story/comments :db/valueType :db.type/ref :db/cardinality :db.cardinality/many :db/isComponent true}
   {:db/ident :comment/text :db/valueType :db.type/string :db/cardinality :db.cardinality/one}
   {:db/ident :audit/by :db/valueType :db.type/string :db/cardinality :db.cardinality/one}])

(def ^:private stories
  [{:db/id "ada" :user/email "ada@x" :user/name "Ada" :user/karma 10}
   {:db/id "bob" :user/email "bob@x" :user/name "Bob" :user/karma 3 :user/follows ["ada"]}
   {:db/id "s1" :story/url "u1" :story/title "Engines" :story/by "ada" :story/tags [:maths :machines]
    :story/comments [{:comment/text "first"} {:comment/text "second"}]}
   {:db/id "s2" :story/url "u2" :story/title "Streams" :story/by "bob" :story/tags [:water]}])

(defn- connected
  []
  (let [uri (str "datomic:mem://" (random-uuid))]
    (d/create-database uri)
    (d/connect uri)))

(defn- refusal
  "The data of what a transaction is refused with."
  [conn tx-data]
  (try
    @(d/transact conn tx-data)
    nil
    (catch Exception e (ex-data (first (filter ex-data (iterate ex-cause e)))))))

(deftest a-program-moves-over
  (let [conn (connected)
        _ @(d/transact conn schema)
        before (d/db conn)
        {:keys [db-after tempids tx-data]} @(d/transact conn stories)
        db (d/db conn)
        ada (d/resolve-tempid db-after tempids "ada")
        tx (:tx (first tx-data))]
    (testing "queries"
      (is (= #{["Ada" "Engines"] ["Bob" "Streams"]}
            (d/q '[:find ?n ?t :where [?s :story/title ?t] [?s :story/by ?u] [?u :user/name ?n]] db)))
      (is (= #{"Ada" "Bob"} (set (d/q '[:find [?n ...] :where [_ :user/name ?n]] db))))
      (is (= ["Ada" 10] (d/q '[:find [?n ?k] :in $ ?e :where [?u :user/email ?e] [?u :user/name ?n] [?u :user/karma ?k]]
                          db "ada@x")))
      (is (= 13 (d/q '[:find (sum ?k) . :with ?u :where [?u :user/karma ?k]] db)))
      (is (= #{["Engines" 2]} (set (d/q '[:find ?t (count ?c) :where [?s :story/title ?t] [?s :story/comments ?c]] db))))
      (is (= #{["Streams"]}
            (d/q '[:find ?t :in $ % :where (by-fan ?s "ada@x") [?s :story/title ?t]]
              db '[[(by-fan ?s ?email) [?a :user/email ?email] [?f :user/follows ?a] [?s :story/by ?f]]])))
      (is (= #{["Bob" 30]} (d/q '[:find ?n ?x :in $ [[?e ?x]] :where [?u :user/email ?e] [?u :user/name ?n]]
                             db [["bob@x" 30] ["nobody" 1]])))
      (is (= "Ada" (d/query {:query '[:find ?n . :where [_ :user/karma 10] [_ :user/karma 10] [?u :user/karma 10]
                                      [?u :user/name ?n]]
                             :args [db] :timeout 10000})))
      (is (= #{["Streams"]} (d/q '[:find ?t :where [?s :story/title ?t] (not [?s :story/comments])] db))))
    (testing "entities and pull"
      (let [story (d/entity db [:story/url "u1"])]
        (is (= ["Engines" "Ada" #{:maths :machines}] [(:story/title story) (-> story :story/by :user/name) (:story/tags story)]))
        (is (= #{"first" "second"} (set (map :comment/text (:story/comments story)))))
        (is (= #{"Bob"} (set (map :user/name (:user/_follows (d/entity db ada))))))
        (is (= "Ada" (-> (d/touch story) :story/by :user/name)))
        (is (= db (d/entity-db story)))
        (is (nil? (d/entity db [:story/url "none"])))
        (is (= #{:story/url :story/title :story/by :story/tags :story/comments} (set (remove #{:db/id} (keys story))))))
      (is (= {:story/title "Engines" :story/by {:user/name "Ada"}}
            (d/pull db [:story/title {:story/by [:user/name]}] [:story/url "u1"])))
      (is (= [{:user/name "Ada"} {:user/name "Bob"}]
            (d/pull-many db [:user/name] [[:user/email "ada@x"] [:user/email "bob@x"]])))
      (is (= {:user/name "Ada" :user/_follows [{:user/name "Bob"}]}
            (d/pull db [:user/name {:user/_follows [:user/name]}] ada)))
      (is (= #{{:user/name "Ada" :user/karma 10} {:user/name "Bob" :user/karma 3}}
            (set (d/q '[:find [(pull ?u [:user/name :user/karma]) ...] :where [?u :user/email]] db)))))
    (testing "datoms, by nth, by destructuring, by keyword"
      (let [[e _ v tx' added :as datom] (first (d/datoms db :avet :user/email "ada@x"))]
        (is (= [ada "ada@x" tx true] [e v tx' added] [(:e datom) (:v datom) (:tx datom) (:added datom)]))
        (is (inst? (:db/txInstant (d/entity db tx'))))
        (is (= ["ada@x" "bob@x"] (map :v (d/datoms db :avet :user/email)) (map :v (d/index-range db :user/email nil nil))))
        (is (= [3 10] (map :v (d/index-range db :user/karma 1 11))))
        (is (= [3] (map :v (d/index-range db :user/karma 1 10))))
        (is (= [10] (map :v (take 1 (d/seek-datoms db :avet :user/karma 4)))))))
    (testing "time"
      @(d/transact conn [[:db/add ada :user/karma 11] [:db/add "datomic.tx" :audit/by "cron"]])
      (let [now (d/db conn)
            karma #(:user/karma (d/entity % ada))]
        (is (= [10 11 10 10] [(karma db) (karma now) (karma (d/as-of now tx)) (karma (d/as-of now (d/tx->t tx)))]))
        (is (nil? (d/entid before [:user/email "ada@x"])))
        (is (= #{[10 true] [10 false] [11 true]}
              (d/q '[:find ?k ?added :in $ ?u :where [?u :user/karma ?k _ ?added]] (d/history now) ada)))
        (is (= [11] (map :v (d/datoms (d/since now tx) :aevt :user/karma))))
        (is (= #{["cron"]} (d/q '[:find ?by :in $ ?u :where [?u :user/karma 11 ?tx] [?tx :audit/by ?by]] now ada)))
        (is (= 1 (count (seq (d/tx-range (d/log conn) (inc (d/tx->t tx)) nil)))))
        (is (contains? (set (map :v (:data (first (d/tx-range (d/log conn) tx nil))))) "ada@x"))
        (is (= (d/basis-t now) (dec (d/next-t now)) (d/tx->t (d/t->tx (d/basis-t now)))))))
    (testing "what if"
      (let [{:keys [db-after tempids]} (d/with db [[:db/retractEntity [:story/url "u1"]] {:db/id "eve" :user/email "eve@x"}])]
        (is (= #{["Streams"]} (d/q '[:find ?t :where [_ :story/title ?t]] db-after)))
        (is (empty? (d/datoms db-after :aevt :comment/text)))
        (is (= "eve@x" (:user/email (d/entity db-after (tempids "eve")))))
        (is (= 2 (count (seq (d/datoms db :aevt :story/title)))))))
    (testing "refusals"
      (let [why (juxt :cognitect.anomalies/category :db/error)]
        (is (= [:cognitect.anomalies/conflict :db.error/unique-conflict] (why (refusal conn [{:story/url "u1"}]))))
        (is (= [:cognitect.anomalies/conflict :db.error/cas-failed] (why (refusal conn [[:db/cas ada :user/karma 1 2]]))))
        (is (= [:cognitect.anomalies/incorrect :db.error/wrong-type-for-attribute]
              (why (refusal conn [[:db/add ada :user/karma "many"]]))))
        (is (= [:cognitect.anomalies/incorrect :db.error/not-an-entity] (why (refusal conn [[:db/add [:user/email "no"] :user/karma 1]]))))
        (is (= [:cognitect.anomalies/incorrect :db.error/datoms-conflict]
              (why (refusal conn [[:db/add ada :user/karma 1] [:db/add ada :user/karma 2]]))))))
    (testing "upsert, tempids"
      (let [id (d/tempid :db.part/user)
            {:keys [db-after tempids]} @(d/transact conn [{:db/id id :user/email "ada@x" :user/name "Countess"}])]
        (is (= ada (d/resolve-tempid db-after tempids id)))
        (is (= "Countess" (:user/name (d/entity db-after ada))))))
    (testing "a queue of reports"
      (let [queue (d/tx-report-queue conn)]
        @(d/transact conn [[:db/add ada :user/karma 12]])
        (let [{:keys [db-before db-after tx-data]} (.take ^java.util.concurrent.BlockingQueue queue)]
          (is (= [11 12] (map #(:user/karma (d/entity % ada)) [db-before db-after])))
          (is (set/subset? #{[ada 12 true] [ada 11 false]} (set (map (juxt :e :v :added) tx-data)))))
        (d/remove-tx-report-queue conn)))
    (testing "a filter"
      (let [public (d/filter (d/db conn) (fn [db datom] (not= (:a datom) (:a (first (d/datoms db :aevt :user/email))))))]
        (is (empty? (d/q '[:find ?e :where [_ :user/email ?e]] public)))
        (is (= #{["Countess"] ["Bob"]} (d/q '[:find ?n :where [_ :user/name ?n]] public)))))))
