(ns bourn.core-test
  (:require
   [bourn.core :as b]
   [clojure.java.io :as io]
   [clojure.test :refer [deftest is testing]])
  (:import
   (bourn.kernel BoundedStream CausalContext EventStream Gap Gap$Cause Keyword Reader Reference Step StreamName StreamSettings Value)
   (clojure.lang ExceptionInfo)
   (java.nio.file Files)
   (java.nio.file.attribute FileAttribute)))

(set! *warn-on-reflection* true)

(defn- thrown
  "Returns the data of the `ex-info` that `f` throws, with its message as `:message`."
  [f]
  (try
    (f)
    nil
    (catch ExceptionInfo e (assoc (ex-data e) :message (ex-message e)))))

(def ^:private category :cognitect.anomalies/category)

(deftest what-is-appended-is-read
  (with-open [store (b/open)]
    (let [orders (b/stream store "orders")]
      (is (= {:first 0 :last 1} (dissoc (b/append-all! orders [{:total 4.5} {:total 3.0}]) :stamp)))
      (is (= {:first 2 :last 2} (dissoc (b/append! orders "text") :stamp)))
      (testing "reduced, transduced, as a seq, counted"
        (is (= [4.5 3.0 nil] (into [] (map :total) (b/events orders))))
        (is (= [4.5] (transduce (comp (map :total) (take 1)) conj (b/events orders))))
        (is (= {:total 4.5} (first (b/events orders))))
        (is (= 3 (count (b/events orders)))))
      (testing "stamped"
        (is (= [] (:causes (:stamp (b/append! (b/stream store "other") 1))))))
      (testing "cut"
        (is (= [{:total 3.0}] (into [] (b/events (b/bound orders 1 2)))))))))

(deftest a-seq-is-as-long-as-its-stream-whatever-the-size-of-its-chunks
  (with-open [store (b/open)]
    (let [numbers (b/stream store "numbers")]
      (b/append-all! numbers (range 1000))
      (is (= (range 1000) (seq (b/events numbers))))
      (is (= (range 990 1000) (drop 990 (b/events numbers)))))))

(defn- read-all
  "What a reader finds, by offset. It holds nothing, so compaction goes on."
  [^EventStream stream]
  (with-open [^Reader reader (.read stream (.earliestCursor (.extent stream)) CausalContext/NONE)]
    (loop [events (sorted-map)]
      (if (= Step/EVENT (.next reader))
        (recur (assoc events (.offset reader) (str (.value reader))))
        events))))

(deftest a-seq-skips-what-compaction-took
  (with-open [store (b/open)]
    (let [^EventStream table (b/stream store "table")
          path (into-array Value [(Keyword/of "key")])
          deadline (+ (System/currentTimeMillis) 30000)]
      (b/append! table {:key :first :n -1})
      (b/append-all! table (for [n (range 100), key [:a :b]] {:key key :n n}))
      (b/append! table {:key :last :n 100})
      (.configure table (.compactBy StreamSettings/DEFAULT path))
      (while (contains? (read-all table) 100)
        (is (< (System/currentTimeMillis) deadline))
        (b/append! table {:key :filler}))
      (let [fork (.fork table (StreamName. "fork") (.tail (.extent table)))]
        (b/append! fork {:key :forked})
        (doseq [events [(b/events table) (b/events fork)]
                :let [read (into [] events)]]
          (is (= [{:key :first :n -1} {:key :a :n 99} {:key :b :n 99} {:key :last :n 100}]
                (take 4 read)))
          (is (= read (seq events)))
          (is (= (count read) (count events))))
        (is (= {:key :forked} (last (b/events fork))))
        (testing "cut within a hole"
          (is (= [] (into [] (b/events (b/bound table 50 100)))))
          (is (nil? (seq (b/events (b/bound table 50 100)))))
          (is (zero? (count (b/events (b/bound table 50 100))))))))))

(defn- losing
  "`bounded` as if what lies behind its first `kept` events were gone."
  [^BoundedStream bounded kept]
  (reify BoundedStream
    (stream [_] (.stream bounded))
    (bound [_] (.bound bounded))
    (part [_ inner context] (losing (.part bounded inner context) (- kept (.from inner))))
    (read [_]
      (let [reader (.read bounded)
            left (volatile! kept)]
        (reify Reader
          (next [_] (if (neg? (vswap! left dec)) Step/GAP (.next reader)))
          (value [_] (.value reader))
          (offset [_] (.offset reader))
          (cursor [_] (.cursor reader))
          (seek [_ cursor]
            (vreset! left (- kept (.offset cursor)))
            (.seek reader cursor))
          (gap [_] (Gap. kept 100 Gap$Cause/CORRUPTION))
          (close [_] (.close reader)))))))

(deftest a-gap-is-an-error-never-a-silent-end
  (with-open [store (b/open)]
    (let [numbers (b/stream store "numbers")]
      (b/append-all! numbers (range 100))
      (doseq [kept [0 5 32 50]
              :let [events (b/events (losing (b/bound numbers) kept))]]
        (is (= :cognitect.anomalies/unavailable (category (thrown #(reduce + events)))))
        (is (= :cognitect.anomalies/unavailable (category (thrown #(doall (seq events))))))
        (is (re-find #"CORRUPTION" (:gap (thrown #(doall (seq events))))))))))

(deftest a-reduction-that-stops-early-or-throws-leaves-the-stream-readable
  (with-open [store (b/open)]
    (let [numbers (b/stream store "numbers")]
      (b/append-all! numbers (range 100))
      (dotimes [_ 1000]
        (is (= 3 (reduce (fn [_ n] (if (= 3 n) (reduced n) n)) 0 (b/events numbers)))))
      (is (thrown? ArithmeticException (reduce (fn [_ n] (/ 1 n)) 1 (b/events numbers))))
      (is (= 4950 (reduce + 0 (b/events numbers))))
      (is (= 4950 (reduce + (b/events numbers))))
      (is (= 7 (reduce (fn [_ n] (if (= 7 n) (reduced n) n)) (b/events numbers))))
      (is (= 0 (reduce + (b/events (b/bound numbers 5 5))))))))

(deftest a-bounded-stream-does-not-grow
  (with-open [store (b/open)]
    (let [orders (b/stream store "orders")
          _ (b/append! orders 1)
          bounded (b/bound orders)]
      (b/append! orders 2)
      (is (= [1] (into [] (b/events bounded))))
      (is (= [1 2] (into [] (b/events orders)))))))

(deftest refusals-have-a-category
  (with-open [store (b/open)]
    (let [orders (b/stream store "orders")]
      (b/append! orders 1)
      (is (= :cognitect.anomalies/conflict
            (category (thrown #(b/append! orders 2 {:if-tail 0})))))
      (b/seal! orders [:last])
      (is (= :cognitect.anomalies/unsupported (category (thrown #(b/append! orders 3)))))
      (is (= [1 :last] (into [] (b/events orders)))))))

(deftest facts-are-queried-now-and-as-they-were
  (with-open [store (b/open)]
    (let [people (b/datom-stream store "people")
          _ (b/transact people [{:db/ident :person/email :db/unique :db.unique/identity}])
          {:keys [t tempids]} (b/transact people
                                [{:db/id "ada" :person/email "a" :person/name "Ada"}])
          name '[:find ?name . :where [?p :person/email "a"] [?p :person/name ?name]]]
      (b/transact people [{:person/email "a" :person/name "Countess"}])
      (is (= "Countess" (b/q name people) (b/q name (b/db people))))
      (is (= "Ada" (b/q name (b/as-of people t))))
      (is (= #{["Countess"]} (b/q '[:find ?n :where [_ :person/name ?n]] (b/since people t))))
      (is (= #{["Ada" true] ["Ada" false] ["Countess" true]}
            (b/q '[:find ?n ?added :where [_ :person/name ?n _ ?added]] (b/history people))))
      (testing "entities"
        (let [ada (tempids "ada")]
          (is (= ada (b/entid people [:person/email "a"])))
          (is (= {:db/id ada :person/email "a" :person/name "Countess"}
                (b/touch (b/entity people ada)) (into {:db/id ada} (b/entity people ada))))
          (is (nil? (b/entity people 123456)))
          (is (= {:person/name "Countess"} (b/pull people [:person/name] [:person/email "a"])))
          (is (= [[:person/email "a"] [:person/name "Countess"]]
                (map (comp vec rest #(take 3 %)) (b/datoms people ada))))))
      (testing "the log"
        (is (= [0 1 2] (map :t (b/tx-range people 0 10))))
        (is (some #{[(tempids "ada") :person/name "Ada" 2 false]}
              (:data (first (b/tx-range people 2 3)))))))))

(deftest queries-take-streams-collections-and-rules
  (with-open [store (b/open)]
    (let [quakes (b/stream store "quakes")]
      (b/append-all! quakes [{:mag 5.3 :place "A"} {:mag 2.0 :place "B"}])
      (is (= ["A"]
            (b/q '[:find [?p ...] :in $ ?least
                   :where [?q :mag ?m] [(< ?least ?m)] [?q :place ?p]]
              quakes 3)))
      (is (= #{["A" "north"]}
            (b/q '[:find ?p ?where :in $ $where :where [_ :place ?p] [$where ?p ?where]]
              quakes [["A" "north"] ["C" "south"]])))
      (is (= #{[1 2] [2 3] [1 3]}
            (b/q '[:find ?a ?b :in $ % :where (path ?a ?b)]
              [[1 :to 2] [2 :to 3]]
              '[[(path ?a ?b) [?a :to ?b]]
                [(path ?a ?c) [?a :to ?b] (path ?b ?c)]]))))))

(deftest a-wrong-query-says-where-it-is-wrong
  (with-open [store (b/open)]
    (let [people (b/datom-stream store "people")]
      (b/transact people [{:person/name "Ada"}])
      (let [{:keys [message] :as data} (thrown #(b/q '[:find ?n :where [_ :person/nmae ?n]] people))]
        (is (= :cognitect.anomalies/incorrect (category data)))
        (is (re-find #"(?m)^ +\^$" message))
        (is (re-find #"did you mean :person/name\?" message)))
      (is (= :cognitect.anomalies/incorrect
            (category (thrown #(b/transact people [[:db/add]]))))))))

(deftest sql-answers-over-the-same-streams
  (with-open [store (b/open)]
    (b/append-all! (b/stream store "quakes") [{:mag 5.3 :place "A"} {:mag 2.0 :place "B"}])
    (is (= [{:place "A" :mag 5.3}] (b/sql store "SELECT place, mag FROM quakes WHERE mag > 3")))
    (is (= :cognitect.anomalies/incorrect (category (thrown #(b/sql store "SELECT plce FROM quakes")))))))

(deftest a-view-is-a-table-until-its-name-is-taken-away
  (with-open [store (b/open)]
    (b/append-all! (b/stream store "quakes") [{:mag 5.3 :place "A"} {:mag 2.0 :place "B"}])
    (b/view! store "strong" "SELECT place FROM quakes WHERE mag > 3")
    (is (= [{:place "A"}] (b/sql store "SELECT * FROM strong")))
    (is (= {"strong" "SELECT place FROM quakes WHERE mag > 3"} (b/views store)))
    (is (= :cognitect.anomalies/incorrect (category (thrown #(b/view! store "v" "SELECT plce FROM quakes")))))
    (b/view! store "strong" nil)
    (is (= {} (b/views store)))))

(deftest what-was-read-leads-to-what-is-appended
  (with-open [store (b/open)]
    (let [readings (b/stream store "readings")
          orders (b/stream store "orders")
          alerts (b/stream store "alerts")
          inspector (b/context store)
          dispatcher (b/context store)]
      (b/append! readings {:level 9})
      (is (= [{:level 9}] (into [] (b/events (b/bound readings 0 1 inspector)))))
      (b/append! orders :inspect {:context inspector})
      (is (= [:inspect] (into [] (b/events (b/bound orders 0 1 dispatcher)))))
      (b/append! alerts :flood {:context dispatcher})
      (let [alert (first (b/stamped alerts))]
        (is (instance? Reference (:ref alert)))
        (is (= [:inspect {:level 9}] (map :value (b/causes store (:ref alert)))))
        (is (= :flood (:value (b/event store (:ref alert)))))))))

(deftest a-store-on-disk-keeps-what-it-was-given
  (let [folder (str (Files/createTempDirectory "bourn" (make-array FileAttribute 0)))
        shop (str (io/file folder "shop"))]
    (with-open [store (b/open shop)]
      (b/append! (b/stream store "orders") {:item "tea"} {:durability :disk})
      (b/transact (b/datom-stream store "people") [{:person/name "Ada"}]))
    (with-open [store (b/open shop)]
      (is (= [{:name "orders" :kind :generic :tail 1} {:name "people" :kind :datom :tail 1}]
            (b/streams store)))
      (is (= [{:item "tea"}] (into [] (b/events (b/stream store "orders")))))
      (is (= "Ada" (b/q '[:find ?n . :where [_ :person/name ?n]] (b/stream store "people")))))
    (run! #(.delete ^java.io.File %) (reverse (file-seq (io/file folder))))))

(deftest everything-prints-as-one-line-and-references-read-back
  (with-open [store (b/open)]
    (let [people (b/datom-stream store "people")
          orders (b/stream store "orders")]
      (b/append! orders 1)
      (is (= "#<store 2 streams>" (pr-str store)))
      (is (= "#<stream orders generic 1 events>" (pr-str orders)))
      (is (= "#<bounded stream orders [0, 1)>" (pr-str (b/bound orders))))
      (is (= "#<datom stream people 0 transactions>" (pr-str people)))
      (is (= "#<database people [0, 0)>" (pr-str (b/db people))))
      (is (= (Reference. 1 2) (read-string (pr-str (Reference. 1 2))))))))

(deftest a-transaction-calls-functions
  (with-open [store (b/open)]
    (let [accounts (b/datom-stream store "accounts")
          balance (fn [db e] (or (b/q '[:find ?b . :in $ ?e :where [?e :balance ?b]] db e) 0))
          deposit (fn [db e amount] [[:db/add e :balance (+ amount (balance db e))]])]
      (b/tx-fn! store :account/deposit deposit)
      (b/transact accounts [{:db/ident :balance :db/valueType :db.type/long}])
      (b/transact accounts [[:account/deposit 100 5]])
      (b/transact accounts [[:db/call :account/deposit 100 5]])
      (b/transact accounts [[:db.fn/call deposit 100 5] {:db/id 101 :name "Ada"}])
      (is (= 15 (balance accounts 100)))
      (is (= {category :cognitect.anomalies/incorrect :bourn/code :transaction/unknown-function}
            (select-keys (thrown #(b/transact accounts [[:db/call :account/close 100]]))
              [category :bourn/code])))
      (is (= [5 10 15]
            (map #(balance (b/as-of accounts %) 100) [1 2 3]))))))

(deftest databases-need-no-store
  (let [ada (b/db-with (b/empty-db) [{:db/id 1 :name "Ada" :age 36}])]
    (is (= "Ada" (b/q '[:find ?name . :where [_ :name ?name]] ada)))
    (is (= ada (b/init-db [[1 :name "Ada"] [1 :age 36]])))
    (is (= (hash ada) (hash (b/init-db [[1 :name "Ada"] [1 :age 36]]))))
    (is (not= ada (b/empty-db)))
    (let [described (b/db-with (b/empty-db)
                      [[:db/add 1 :name "Ada" 9] [:db/derive 1 :age 36] [:db/derive 2 :age 3 9]])]
      (is (= described (b/init-db (mapcat #(b/datoms described %) [1 2]))))
      (is (not= described (b/init-db [[1 :name "Ada"] [1 :age 36] [2 :age 3]]))))
    (is (= [[1 :age 37 true] [1 :age 36 false]]
          (map #(mapv % [0 1 2 4])
            (rest (:tx-data (b/with ada [[:db/add 1 :age 37]]))))))
    (is (= {:name "Ada" :age 36 :db/id 1} (b/touch (b/entity ada 1))))
    (is (= [7 1]
          (b/q '[:find [?x ?e] :where [?e :friend ?f] [?f :x ?x]]
            (b/empty-db [{:db/ident :friend :db/valueType :db.type/ref}
                         {:db/id 1 :friend {:x 7}}]))))))

(deftest entities-lead-from-one-to-another
  (let [db (b/db-with
             (b/empty-db [{:db/ident :boss :db/valueType :db.type/ref}
                          {:db/ident :tag :db/cardinality :db.cardinality/many}
                          {:db/ident :desk :db/valueType :db.type/ref :db/isComponent true}])
             [{:db/id 1 :name "Ada" :boss 2 :tag #{:a :b} :desk {:db/id 9 :floor 3}}
              {:db/id 2 :name "Grace"}])
        ada (b/entity db 1)]
    (is (= "Grace" (-> ada :boss :name) ((ada :boss) :name)))
    (is (= #{"Ada"} (set (map :name (:_boss (:boss ada))))))
    (is (= ada (:_desk (:desk ada)) (b/entity db 1)))
    (is (= [#{:a :b} nil :none 1] [(:tag ada) (:salary ada) (:salary ada :none) (:db/id ada)]))
    (is (= #{:name :boss :tag :desk} (set (keys ada))))
    (is (= {:db/id 1 :name "Ada" :boss {:db/id 2} :tag #{:a :b} :desk {:db/id 9 :floor 3}}
          (b/touch ada)))
    (is (= db (b/entity-db ada)))
    (is (= "Ada" (apply ada [:name])))
    (is (re-find #"an entity is required" (:message (thrown #(b/touch 7)))))
    (is (= "#<entity {:db/id 2, :name \"Grace\"}>" (pr-str (:boss ada))))))

(deftest a-filter-shows-some-of-a-database
  (let [db (b/init-db [[1 :name "Ada"] [1 :salary 7] [2 :salary 9]])
        seen (b/filter db (fn [all [e a]] (and (= all db) (or (= 1 e) (not= :salary a)))))]
    (is (= #{[1 7]} (b/q '[:find ?e ?s :where [?e :salary ?s]] seen)))
    (is (nil? (b/entity seen 2)))
    (is (= [7] (map #(nth % 2) (b/datoms seen :avet :salary))))
    (is (= 2 (count (b/datoms (nth (iterate #(b/filter % (constantly true)) db) 5000) 1))))))

(deftest facts-are-described
  (let [db (b/db-with (b/empty-db)
             [{:db/id 1 :name "Ada" :db/meta 9} [:db/derive 1 :age 7] [:db/add 9 :url "u"]])]
    (is (= [[:age {:db/derived true}] [:name {:db/derived false :db/meta 9}] [:url nil]]
          (sort (map (juxt second meta) (concat (b/datoms db 1) (b/datoms db 9))))))
    (is (= #{["Ada" "u"]}
          (b/q '[:find ?n ?u :where [?e :name ?n] [(meta $ ?e :name ?n) ?m] [?m :url ?u]] db)))
    (is (= #{[7]} (b/q '[:find ?v :where [?e ?a ?v] [(derived? $ ?e ?a ?v)]] db)))
    (is (= #{} (b/q '[:find ?m :where [?e :url ?n] [(meta $ ?e :url ?n) ?m]] db)))
    (with-open [store (b/open)]
      (b/append! (b/stream store "events") {:x 1})
      (is (re-find #"needs a database"
            (:message (thrown #(b/q '[:find ?m :where [?e :x ?v] [(meta $ ?e :x ?v) ?m]]
                                 (b/stream store "events")))))))))

(deftest an-index-is-pulled-in-order
  (let [db (b/init-db [[1 :age 36] [2 :age 18] [3 :age 41] [3 :name "Eve"] [1 :zip 1]])
        pulled (fn [arguments] (into [] (b/index-pull db (assoc arguments :selector [:age :name]))))]
    (is (= [{:age 36} {:age 41 :name "Eve"}] (pulled {:index :avet :start [:age 30]})))
    (is (= [{:age 36} {:age 18} {:age 41 :name "Eve"}] (pulled {:index :aevt :start [:age]})))
    (is (= [{:age 18}] (pulled {:index :avet :start [:age 30] :reverse true})))
    (is (= :query/syntax
          (:bourn/code
            (ex-data (try (b/index-pull db {:index :avet :selector "[(" :start [:age]})
                       (catch Exception e e))))))
    (testing "what nobody knows is nothing in memory, and an error in a store"
      (is (= [nil nil nil] (into [] (b/index-pull db {:index :avet :selector [:colour] :start [:age]}))))
      (with-open [store (b/open)]
        (let [people (b/datom-stream store "people")]
          (b/transact people [[:db/add 1 :age 36]])
          (is (= :cognitect.anomalies/incorrect
                (category (thrown #(into [] (b/index-pull people {:index :avet :selector [:colour] :start [:age]})))))))))
    (is (re-find #"AEVT or AVET" (:message (thrown #(pulled {:index :eavt :start [1]})))))))

(deftest commits-happen-under-guards
  (with-open [store (b/open)]
    (let [bookings (b/datom-stream store "bookings")
          orders (b/stream store "orders")
          book (fn [room]
                 (b/commit! store
                   {:when [{:nothing '[:find ?b :in $ ?room :where [?b :booking/room ?room]]
                            :inputs [bookings room]}
                           {:query '[:find (count ?o) . :where [?o :item "jam"]] :same nil
                            :inputs [orders]}]
                    :transact {bookings [{:db/id "b" :booking/room room}]}
                    :append {orders [{:item "cake" :room room}]}}))]
      (b/append! orders {:item "bread"})
      (b/transact bookings [{:db/ident :booking/room :db/valueType :db.type/long}])
      (let [{:keys [appended tempids]} (book 7)]
        (is (= [1 1] [(get-in appended ["bookings" :first]) (get-in appended ["orders" :last])]))
        (is (= #{[(get-in tempids ["bookings" "b"]) 7]}
              (b/q '[:find ?b ?room :where [?b :booking/room ?room]] bookings))))
      (is (= {category :cognitect.anomalies/conflict :found #{[16]}}
            (select-keys (thrown #(book 7)) [category :found])))
      (is (= [:whem] (:unknown (thrown #(b/commit! store {:whem [] :append {orders [1]}})))))
      (is (re-find #":query and :same"
            (:message (thrown #(b/commit! store {:when [{:query '[:find ?x :where [?x :y]]}]
                                                 :append {orders [1]}})))))
      (is (re-find #"a datom stream is required"
            (:message (thrown #(b/commit! store {:transact {orders [{:x 1}]}})))))
      (b/append! orders {:item "jam"})
      (is (= 1 (:found (thrown #(book 8)))))
      (is (= 3 (count (b/events orders)))))))

(deftest listeners-are-told-of-transactions
  (with-open [store (b/open)]
    (let [people (b/datom-stream store "people")
          told (java.util.concurrent.LinkedBlockingQueue.)
          listening (b/listen! people #(.add told %))]
      (b/transact people [[:db/add 100 :name "Ada"]])
      (b/transact people [[:db/add 100 :name "Eve"]])
      (is (= [[0 "Ada"] [1 "Eve"]]
            (for [report [(.take told) (.take told)]]
              [(:t report) (b/q '[:find ?n . :where [100 :name ?n]] (:db-after report))])))
      (.close listening)
      (is (= [0 1] (transduce (comp (map :t) (take 2)) conj (b/reports people 0))))
      (is (= :cognitect.anomalies/incorrect (category (thrown #(into [] (b/reports people -1)))))))))

(defn- shout [s] (str (first s) "!"))

(defn- letters [names] (reduce + (map count names)))

(deftest queries-call-functions-of-clojure
  (let [db (b/init-db [[1 :name "Ada"] [2 :name "Bob"] [3 :name "Al"]])]
    (is (= #{["Ada"] ["Bob"]}
          (b/q '[:find ?n :in $ ?ok :where [_ :name ?n] [(?ok ?n)]] db #(< 2 (count %)))))
    (is (= #{["A!"] ["B!"]} (b/q '[:find ?s :where [_ :name ?n] [(bourn.core-test/shout ?n) ?s]] db)))
    (is (= #{["B!"]} (b/q [:find '?s :in '$ '?n :where [(list shout '?n) '?s]] db "Bob")))
    (is (= 8 (b/q '[:find (bourn.core-test/letters ?n) . :where [_ :name ?n]] db)))
    (is (= #{["A!"]}
          (b/q '[:find ?s :in $ % :where (loud "Al" ?s)] db
            '[[(loud ?n ?s) [_ :name ?n] [(bourn.core-test/shout ?n) ?s]]])))
    (testing "but text never does"
      (is (= :query/unknown-function
            (:bourn/code
              (thrown
                #(b/q "[:find ?s :where [_ :name ?n] [(bourn.core-test/shout ?n) ?s]]" db))))))))

(deftest live-queries-tell-what-changes
  (with-open [store (b/open)]
    (let [people (b/datom-stream store "people")
          query '[:find ?n :in $ ?least :where [?e :name ?n] [?e :age ?a] [(<= ?least ?a)]]
          told (java.util.concurrent.LinkedBlockingQueue.)]
      (b/transact people [{:db/id 100 :name "Ada" :age 36}])
      (with-open [_ (b/listen-query! #(.add told %) query people people 30)]
        (b/transact people [{:db/id 200 :name "Bob" :age 20}])
        (b/transact people [[:db/add 200 :age 40] [:db/add 100 :age 29]])
        (is (= {:t 2 :added #{["Bob"]} :removed #{["Ada"]}} (dissoc (.take told) :db-after))))
      (let [changes (b/changes query people people 30)]
        (b/transact people [[:db/add 100 :age 31]])
        (is (= [#{["Ada"]}] (transduce (comp (map :added) (take 1)) conj changes)))))))

(deftest facts-are-excised
  (with-open [store (b/open)]
    (let [people (b/datom-stream store "people")]
      (b/transact people [{:db/id 100 :name "Ada" :mail "a@x"} {:db/id 200 :name "Bob" :mail "b@x"}])
      (b/transact people [{:db/excise 100}])
      (is (= #{["Bob"]} (b/q '[:find ?n :where [_ :name ?n]] @(b/sync-excise people))))
      (is (= [200] (map first (b/datoms (b/history people) :aevt :mail))))
      (is (= :transaction/excise
            (:bourn/code (thrown #(b/transact people [{:db/excise :db/txInstant}]))))))))

(deftest datoms-are-gone-through-in-four-orders
  (let [db (b/init-db [[1 :age 36] [2 :age 18] [3 :age 36] [1 :boss 3] [2 :boss 3]]
             [{:db/ident :boss :db/valueType :db.type/ref}])
        short (fn [found] (map (fn [[e a v]] [e a v]) found))]
    (is (= [[1 :age 36] [1 :boss 3]] (sort (short (b/datoms db :eavt 1)))))
    (is (= [[1 :age 36] [2 :age 18] [3 :age 36]] (short (b/datoms db :aevt :age))))
    (is (= [[1 :age 36] [3 :age 36]] (short (b/datoms db :avet :age 36))))
    (is (= [[1 :boss 3] [2 :boss 3]] (short (b/datoms db :vaet 3 :boss))))
    (is (= [[2 :age 18] [1 :age 36] [3 :age 36]] (short (take 3 (b/seek-datoms db :avet :age)))))
    (is (= [[3 :age 36] [1 :age 36] [2 :age 18]] (short (take 3 (b/rseek-datoms db :avet :age)))))
    (is (= [[2 :age 18]] (short (b/index-range db :age nil 36))))
    (is (= [[1 :age 36] [3 :age 36]] (short (b/index-range db :age 19 nil))))
    (is (= "an order is required, one of (:eavt :aevt :avet :vaet), found :aev"
          (:message (thrown #(b/datoms db :aev :age)))))))
