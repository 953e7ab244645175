(ns bourn.api-test
  "What the rest of the API does, beside what docstrings show."
  (:require
   [bourn.core :as b]
   [clojure.test :refer [deftest is testing]])
  (:import
   (clojure.lang ExceptionInfo)
   (java.time Instant)))

(set! *warn-on-reflection* true)

(defn- refusal
  [f]
  (try (f) nil (catch ExceptionInfo e (assoc (ex-data e) :message (ex-message e)))))

(def ^:private category :cognitect.anomalies/category)

(defrecord Flight [^long minutes ^double distance ^String origin])

(deftest a-stream-of-rows-is-declared-as-data-or-by-a-record
  (with-open [store (b/open)]
    (let [flights (b/typed-stream store "flights" Flight)
          hashes (b/typed-stream store "hashes" [[:at :instant] [:hash [:fixed-bytes 2]] [:id :uuid :nullable]])]
      (b/append-all! flights [(->Flight 10 4.5 "SEA") {:minutes -3 :distance 9.0}])
      (is (= [{:minutes 10 :distance 4.5 :origin "SEA"} {:minutes -3 :distance 9.0}]
            (map #(into {} (filter (comp some? val)) %) (b/events flights))))
      (is (= #{["SEA" 10]} (b/q '[:find ?o ?m :where [?f :minutes ?m] [?f :origin ?o]] flights)))
      (is (= [{:sum 7}] (b/sql store "SELECT SUM(minutes) AS \"sum\" FROM flights")))
      (testing "a batch that does not fit is refused whole"
        (let [refused (refusal #(b/append-all! flights [{:minutes 1 :distance 1.0} {:minutes "no" :distance 1.0}]))]
          (is (= :cognitect.anomalies/incorrect (category refused)))
          (is (seq (:violations refused)))
          (is (= 2 (count (b/events flights))))))
      (b/append! hashes {:at (Instant/ofEpochSecond 1) :hash (byte-array [1 2])})
      (is (= (Instant/ofEpochSecond 1) (:at (first (b/events hashes)))))
      (is (re-find #"one of \[:bool" (:message (refusal #(b/typed-stream store "x" [[:a :f65]])))))
      (is (= :cognitect.anomalies/incorrect
            (category (refusal #(b/typed-stream store "flights" [[:other :f64]]))))))))

(deftest a-declaration-may-have-defaults-and-come-from-json
  (with-open [store (b/open)]
    (let [grades (b/typed-stream store "grades" [[:name :symbol] [:grade :i8 :default 3]])]
      (b/append-all! grades [{:name "a"} {:name "b" :grade 1}])
      (is (= [3 1] (map :grade (b/events grades))))
      (is (= grades
            (b/typed-stream store "grades" [{"name" "name" "type" "symbol"} {"name" "grade" "type" "i8" "default" 3}])))
      (is (re-find #"field 2 of the declaration"
            (:message (refusal #(b/typed-stream store "x" [[:a :i8] [:b :i8 :default 300]])))))
      (testing "what is refused is named by row, field, required and found"
        (is (= [{:row 1 :field "grade" :required "a whole number in [-128, 127], or nothing" :found "200"}]
              (map #(select-keys % [:row :field :required :found])
                (:violations (refusal #(b/append-all! grades [{:name "c"} {:name "d" :grade 200}]))))))))))

(deftest what-is-inferred-is-a-declaration
  (let [file (doto (java.io.File/createTempFile "rows" ".csv") (spit "n,place\n5,a\n,b\n"))
        {:keys [type rows why text]} (b/infer file)]
    (with-open [store (b/open)]
      (is (= [[:n :i8 :nullable] [:place :symbol]] type))
      (is (= 2 rows))
      (is (re-find #"missing in 1 of 2 rows" (:n why)))
      (is (= type (read-string text)))
      (is (= 0 (count (b/events (b/typed-stream store "rows" type))))))
    (.delete file)))

(deftest rows-are-appended-and-read-by-the-column
  (with-open [store (b/open)]
    (let [rows (b/typed-stream store "rows"
                 [[:n :i32] [:x :f64 :nullable] [:place :symbol :default "?"] [:day :instant] [:ok :bool :nullable]])]
      (b/append-columns! rows
        {:n (long-array [1 2 3])
         :x (double-array [0.5 9.9 1.5])
         :place (into-array String ["a" nil "a"])
         :day [(Instant/ofEpochSecond 1) (Instant/ofEpochSecond 2) (Instant/ofEpochSecond 3)]}
        {:missing {:x (boolean-array [false true false])} :if-tail 0})
      (b/append-columns! rows
        {:n (long-array [4]) :x (double-array [7.0]) :day (long-array [4000000]) :ok (long-array [1])}
        {:missing {:x (doto (java.util.BitSet.) (.set 0))}})
      (is (= [{:n 1 :x 0.5 :place "a" :day (Instant/ofEpochSecond 1)}
              {:n 2 :place "?" :day (Instant/ofEpochSecond 2)}
              {:n 3 :x 1.5 :place "a" :day (Instant/ofEpochSecond 3)}
              {:n 4 :place "?" :day (Instant/ofEpochSecond 4) :ok true}]
            (b/events rows)))
      (is (= [1 2 3 4] (vec (b/column rows :n))))
      (is (= ["0.5" "NaN" "1.5" "NaN"] (map str (b/column rows :x))))
      (is (= ["a" "?" "a" "?"] (vec (b/column rows :place))))
      (is (= [0 0 0 1] (vec (b/column rows :ok))))
      (testing "one bad value keeps all out"
        (let [refused (refusal
                        #(b/append-columns! rows
                           {:n (long-array [1 4294967296]) :x ["no" 1.0] :day (long-array [0 0])}))]
          (is (= [[0 "x" "\"no\""] [1 "n" "4294967296"]] (map (juxt :row :field :found) (:violations refused))))
          (is (= 4 (count (b/events rows))))))
      (is (re-find #"needs 2 values, was 1"
            (:message (refusal #(b/append-columns! rows {:n (long-array 2) :x (double-array 1)}))))))))

(deftest consumers-go-on-where-they-stopped
  (with-open [store (b/open)]
    (let [orders (b/stream store "orders")
          bills (b/stream store "bills")
          lease (b/acquire! orders "billing" {:ttl 60000})]
      (b/append-all! orders [:tea :jam :salt])
      (is (= :cognitect.anomalies/conflict (category (refusal #(b/acquire! orders "billing")))))
      (let [{:keys [leases appended]} (b/commit! store {:append {bills [4.5]} :checkpoint {orders [lease 1]}})
            next (get leases orders)]
        (is (= 0 (get-in appended ["bills" :first])))
        (is (= 1 (:position next)))
        (testing "a position that moves back appends nothing"
          (is (some? (category (refusal #(b/commit! store {:append {bills [5]} :checkpoint {orders [next 0]}})))))
          (is (= 1 (count (b/events bills)))))
        (let [[tea] (into [] (take 1) (b/follow orders {:from (:position next) :stamped true}))]
          (is (= :jam (:value tea)))
          (is (= 2 (:position (b/checkpoint! orders next (:cursor tea))))))
        (is (= [["billing" 1 2]] (map (juxt :consumer :generation :position) (b/leases orders))))
        (is (= 2 (:generation (b/take-over! orders "billing"))))
        (is (= :cognitect.anomalies/conflict (category (refusal #(b/renew! orders next)))))))))

(deftest what-comes-is-followed
  (with-open [store (b/open)]
    (let [orders (b/stream store "orders")
          told (future (into [] (b/follow orders)))]
      (b/append-all! orders [1 nil])
      (b/append! orders 3)
      (b/seal! orders)
      (is (= [1 nil 3] (deref told 10000 :late)))
      (is (= [nil 3] (into [] (b/follow orders {:from 1}))))
      (is (= [3] (into [] (b/follow orders {:from (b/cursor orders (.token (b/cursor orders 2)))}))))
      (is (= [1 nil] (transduce (take 2) conj (b/follow orders {:from :earliest}))))
      (is (= [] (into [] (b/follow orders {:from (Instant/now)})))))))

(deftest streams-fork-and-forget
  (with-open [store (b/open)]
    (let [people (b/datom-stream store "people")
          numbers (b/stream store "numbers")]
      (b/transact people [{:db/id 1 :name "Ada"}])
      (let [what-if (b/fork people "what-if")]
        (b/transact what-if [{:db/id 1 :name "Eve"}])
        (is (= ["Eve" "Ada"] (map #(:name (b/entity % 1)) [what-if people]))))
      (b/append-all! numbers (range 10))
      (is (= 4 (b/trim! numbers 4)))
      (is (= [4 5 6 7 8 9] (into [] (b/events numbers))))
      (is (true? (b/delete! store "numbers")))
      (is (false? (b/delete! store "numbers")))
      (is (= :cognitect.anomalies/not-found (category (refusal #(b/append! numbers 1))))))))

(deftest what-leads-to-a-database-stands-for-it
  (with-open [store (b/open)]
    (let [people (b/datom-stream store "people")
          name '[:find [?n ...] :where [_ :name ?n]]]
      (b/transact people [{:db/id 1 :name "Ada"}])
      (b/transact people [{:db/id 2 :name "Bob"}])
      (doseq [one [people (b/db people) (b/stream store "people") (b/bound people) (atom (b/db people))
                   (delay people) (.stream people)]]
        (is (= #{"Ada" "Bob"} (set (b/q name one))) (pr-str one))
        (is (= {:name "Bob"} (b/pull one [:name] 2)))
        (is (= "Bob" (:name (b/entity one 2))))
        (is (= 2 (count (b/datoms one :aevt :name)))))
      (is (= ["Ada"] (b/q name (b/bound people 0 1)) (b/q name (b/as-of people 0))))
      (doseq [wrong [nil 7 "people" (b/open)]]
        (is (= :cognitect.anomalies/incorrect (category (refusal #(b/entity wrong 1)))))
        (is (re-find #"a database is required" (:message (refusal #(b/as-of wrong 1)))))))))

(deftest moments-are-transactions
  (with-open [store (b/open)]
    (let [people (b/datom-stream store "people")
          ages #(b/q '[:find [?a ...] :where [1 :age ?a]] %)]
      (b/transact people [{:db/id "datomic.tx" :db/txInstant #inst "2020-01-01"} {:db/id 1 :age 36}])
      (let [{:keys [tx-data]} (b/transact people
                                [{:db/id "datomic.tx" :db/txInstant #inst "2021-01-01"} {:db/id 1 :age 37}])]
        (is (= [37] (ages (b/as-of people (:tx (first tx-data)))) (ages (b/since people #inst "2020-06-01")))))
      (is (= -1 (b/basis-t (b/as-of people #inst "2019-01-01"))))
      (is (= [[36] [36] [37] [37]]
            (map #(ages (b/as-of people %))
              [#inst "2020-01-01" (Instant/parse "2020-12-31T23:59:59Z")
               #inst "2021-01-01" #inst "2030-01-01"])))
      (is (= [[0] [1] [0 1] [1]]
            (map #(mapv :t %)
              [(b/tx-range people nil 1) (b/tx-range people 1 nil) (b/tx-range people nil nil)
               (b/tx-range people #inst "2020-06-01" #inst "2030-01-01")]))))))

(defn- shouted [s] (str s "!"))

(deftest patterns-call-functions-of-clojure
  (let [db (b/init-db [[1 :name "Ada"] [2 :name "Bob"] [2 :age 7]])]
    (is (= {:name "Ada!"} (b/pull db '[[:name :xform bourn.api-test/shouted]] 1)))
    (is (= {:name "Ada!"} (b/pull db [[:name :xform shouted]] 1) (b/pull db [[:name :xform #'shouted]] 1)))
    (is (= [{:name "Ada!"} {:name "Bob!"} nil] (b/pull-many db [[:name :xform shouted]] [1 2 99])))
    (is (= [{:name "Ada!"}]
          (b/q [:find [(list 'pull '?e [[:name :xform shouted]]) '...] :where '[?e :name "Ada"]] db)))
    (is (= [{:name "Ada!"} {:name "Bob!"}]
          (into [] (b/index-pull db {:index :avet :selector [[:name :xform shouted]] :start [:name]}))))
    (testing "but text never does"
      (is (some? (category (refusal #(b/pull db "[[:name :xform bourn.api-test/shouted]]" 1))))))))

(deftest a-query-that-stands-in-a-program-sees-what-is-defined-later
  (let [db (b/init-db [[1 :name "Ada"]])
        query '[:find ?s . :where [_ :name ?n] [(bourn.api-test/later ?n) ?s]]]
    (is (= :query/unknown-function (:bourn/code (refusal #(b/q query db)))))
    (intern 'bourn.api-test 'later (fn [n] (str n 1)))
    (is (= "Ada1" (b/q query db)))
    (intern 'bourn.api-test 'later (fn [n] (str n 2)))
    (is (= "Ada2" (b/q query db)))
    (ns-unmap 'bourn.api-test 'later)))

(deftest refusals-have-the-keys-of-others-too
  (with-open [store (b/open)]
    (let [people (b/datom-stream store "people")]
      (b/transact people [{:db/ident :email :db/unique :db.unique/value :db/valueType :db.type/string}])
      (b/transact people [{:db/id 1 :email "a" :age 7}])
      (doseq [[forms data]
              {[[:db/add 2 :email "a"]]
               {category :cognitect.anomalies/conflict :db/error :db.error/unique-conflict :error :transact/unique}
               [[:db/cas 1 :age 8 9]]
               {category :cognitect.anomalies/conflict :db/error :db.error/cas-failed :error :transact/cas}
               [[:db/add [:email "nobody"] :age 8]]
               {category :cognitect.anomalies/incorrect :db/error :db.error/not-an-entity :error :entity-id/missing}
               [[:db/add 2 :email 7]]
               {category :cognitect.anomalies/incorrect :db/error :db.error/wrong-type-for-attribute}
               [[:db/call :nothing 1]]
               {category :cognitect.anomalies/incorrect :db/error :db.error/not-a-data-function}}]
        (is (= data (select-keys (refusal #(b/transact people forms)) (keys data)))))
      (is (= :cognitect.anomalies/interrupted
            (category (refusal #(b/q '[:find (count ?a) . :in [?a ...] [?b ...] :timeout 1 :where [(+ ?a ?b) ?c]]
                                  (range 2000) (range 2000)))))))))

(deftest pulls-of-qseq-are-made-as-they-are-gone-through
  (let [pulled (atom 0)
        db (b/init-db (for [n (range 1 101)] [n :n n]))
        found (b/qseq [:find (list 'pull '?e [[:n :xform #(do (swap! pulled inc) %)]]) :where '[?e :n]] db)]
    (is (zero? @pulled))
    (is (= 1 (count (into [] (take 1) found))))
    (is (= 1 @pulled))
    (is (= (set (range 1 101)) (set (map (comp :n first) found))))))

(deftest what-is-computed-or-pulled-is-found-once
  (is (= 1 (count (b/q '[:find (abs ?n) :where [_ ?n]] [[1 1] [2 -1]]))))
  (is (= #{[1]} (b/q '[:find (abs ?n) :where [_ ?n]] [[1 1] [2 -1]])))
  (let [db (b/init-db [[1 :name "Ada"] [2 :name "Ada"]])]
    (is (= 1 (count (b/q '[:find (pull ?e [:name]) :where [?e :name]] db))))
    (is (= 2 (count (b/q '[:find [(pull ?e [:name]) ...] :where [?e :name]] db))))
    (is (= 2 (count (b/q '[:find ?n :with ?e :where [?e :name ?n]] db))))
    (is (= #{["Ada" 2]} (b/q '[:find ?n (count ?e) :where [?e :name ?n]] db)))
    (is (= [{:n "Ada"}] (b/q '[:find ?n :keys n :where [?e :name ?n]] db)))))

(deftest an-explanation-is-data-and-prints-as-text
  (let [db (b/init-db [[1 :name "Ada"]])
        explained (b/explain-analyze '[:find ?n :where [_ :name ?n]] db)]
    (is (= #{:clauses :plan :kept :warnings} (set (keys explained))))
    (is (re-find #"1 found" (with-out-str (println explained))))))

(deftest a-store-is-read-by-others-too
  (let [folder (str (java.nio.file.Files/createTempDirectory "bourn" (make-array java.nio.file.attribute.FileAttribute 0)) "/s")]
    (with-open [store (b/open folder)]
      (b/append! (b/stream store "orders") :tea {:durability :disk})
      (with-open [reader (b/open folder {:read-only true})]
        (is (= [:tea] (into [] (b/events (b/stream reader "orders")))))
        (is (some? (category (refusal #(b/append! (b/stream reader "orders") 1))))))
      (is (= :cognitect.anomalies/fault (category (refusal #(b/open folder))))))
    (run! #(.delete ^java.io.File %) (reverse (file-seq (java.io.File. folder))))))

(deftest attributes-are-keywords-in-memory-too
  (let [db (b/init-db [[1 :name "Ada"]])
        hint #(:bourn/hint (refusal %))]
    (is (= "did you mean :name?" (hint #(b/q '[:find ?n :where [_ "name" ?n]] db))))
    (is (= "write :age" (hint #(b/q '[:find ?n :in $ ?a :where [_ ?a ?n]] db "age"))))
    (doseq [f [#(b/db-with db [[:db/add 1 "name" "x"]]) #(b/db-with db [{:db/id 1 "name" "x"}])
               #(b/pull db ["name"] 1) #(b/datoms db :aevt "name")]]
      (is (re-find #"\"name\"" (:message (refusal f)))))
    (testing "the keys of maps are any values"
      (is (= #{["Ada"]} (b/q '[:find ?n :where [_ "name" ?n]] [{"name" "Ada"}]))))
    (testing "what nobody knows is nothing"
      (is (= [[] []] [(b/datoms db :aevt :nothing) (b/index-range db :nothing 1 2)])))
    (testing "a lookup ref needs a unique attribute"
      (doseq [f [#(b/entity db [:name "Ada"]) #(b/entid db [:name "Ada"]) #(b/pull db [:name] [:name "Ada"])
                 #(b/pull-many db [:name] [[:name "Ada"]])]]
        (is (= :lookup-ref/unique (:error (refusal f))))))))

(deftest a-query-that-only-computes-is-given-nothing
  (is (= #{[5]} (b/q '[:find ?x :where [(ground 5) ?x]])))
  (is (= #{[1] [2]} (b/q '[:find ?x :where [(ground [1 2]) [?x ...]]])))
  (is (= :query/inputs (:bourn/code (refusal #(b/q '[:find ?x :where [?x :name]]))))))

(deftest regular-expressions-are-written-as-in-clojure
  (is (= #{["Ada"]} (b/q '[:find ?n :in [?n ...] :where [(re-find #"^A" ?n)]] ["Ada" "Bob"]))))

(deftest what-is-given-wrong-is-said
  (with-open [store (b/open)]
    (let [people (b/datom-stream store "people")
          orders (b/stream store "orders")]
      (doseq [[f said]
              {#(b/stream nil "x") #"a store is required"
               #(b/open {:read-only true}) #"a folder is required"
               #(b/streams nil) #"a store is required"
               #(b/sql nil "SELECT 1") #"a store is required"
               #(b/stream store :orders) #"a stream's name is a string, found :orders"
               #(b/delete! store nil) #"a stream's name is a string"
               #(b/append-all! orders 5) #"a collection of values is required, found 5"
               #(b/append! orders 1 {:durability :wild}) #"one of :memory, :log and :disk, found :wild"
               #(b/append! people {:a 1}) #"a datom stream takes transactions: \(transact people"
               #(b/seal! people [1]) #"a datom stream takes transactions"
               #(b/commit! store {:append {people [1]}}) #"a datom stream takes transactions"
               #(b/cursor orders :nope) #":earliest, :tail, an offset"
               #(b/event store nil) #"a reference is required"
               #(b/before? store 1 2) #"a reference is required"
               #(b/acquire! orders nil) #"the name of a consumer"
               #(b/q nil people) #"a query is required"
               #(b/q-within 1000 '[:find ?x :where [?x :name]] people) #"as \(q-within 1000 query \[db\]\)"
               #(b/pull-many people [:name] 5) #"a collection of entities"
               #(b/filter people nil) #"a function is required"
               #(b/listen! people nil) #"a function is required"
               #(b/tx-fn! store nil inc) #"a name, as :person/rename"
               #(b/sql store nil) #"SQL is text"
               #(b/column orders nil) #"a typed stream is expected"}]
        (let [refused (refusal f)]
          (is (= :cognitect.anomalies/incorrect (category refused)))
          (is (re-find said (str (:message refused))))))
      (testing "and nothing was appended"
        (is (= [0 0] (map #(:tail (b/extent %)) [orders people])))
        (b/transact people [{:db/id 1 :name "Ada"}])
        (is (= "Ada" (:name (b/entity people 1))))))))
