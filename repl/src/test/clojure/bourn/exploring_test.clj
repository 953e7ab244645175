(ns bourn.exploring-test
  (:require
   [bourn.core :as b]
   [bourn.values :as values]
   [clojure.datafy :refer [datafy nav]]
   [clojure.pprint :as pprint]
   [clojure.string :as str]
   [clojure.test :refer [are deftest is testing]])
  (:import
   (bourn.kernel BlobReference Reference)))

(set! *warn-on-reflection* true)

(defn- to
  "Follows `ks` from `x`, as a viewer does."
  [x & ks]
  (reduce (fn [x k] (let [data (datafy x)] (nav data k (get data k)))) x ks))

(def ^:private schema
  [{:db/ident :boss :db/valueType :db.type/ref}
   {:db/ident :friends :db/valueType :db.type/ref :db/cardinality :db.cardinality/many}])

(deftest one-goes-from-a-store-to-everything-in-it
  (with-open [store (b/open)]
    (let [people (b/datom-stream store "people")]
      (b/transact people schema)
      (b/transact people [{:db/id 1 :name "Ada" :boss 2 :friends [2 3]} {:db/id 2 :name "Grace"} {:db/id 3 :name "Eve"}])
      (b/append! (b/stream store "orders") {:item "tea"})
      (b/append! (b/typed-stream store "quakes" [[:mag :f64]]) {:mag 5.0})
      (is (= ["orders" "people" "quakes"] (keys (:streams (datafy store)))))
      (is (= {:item "tea"} (-> (to store :streams "orders" :bound) datafy :events first :value)))
      (is (= {:mag :f64} (:fields (datafy (to store :streams "quakes")))))
      (testing "from a database to attributes, and to their datoms"
        (let [db (to store :streams "people" :db)]
          (is (= :db.type/ref (get-in (datafy db) [:attributes :boss :db/valueType])))
          (is (= [1 2 3] (map :e (to db :attributes :name))))
          (testing "from a datom to its entity, attribute, value and transaction"
            (let [boss (first (b/datoms db :aevt :boss))]
              (is (= "Ada" (:name (to boss :e))))
              (is (= :boss (:db/ident (to boss :a))))
              (is (= "Grace" (:name (to boss :v)) (:name (nav boss 2 (nth boss 2)))))
              (is (contains? (set (:transaction/datoms (datafy (to boss :tx)))) boss))))
          (testing "from an entity to those it refers to"
            (is (= "Grace" (:name (to (b/entity db 1) :boss))))
            (is (= #{"Grace" "Eve"} (set (map :name (to (b/entity db 1) :friends)))))
            (is (= "Ada" (to (b/entity db 1) :name)))))))))

(deftest one-goes-from-an-event-to-its-causes
  (with-open [store (b/open)]
    (let [orders (b/stream store "orders")
          bills (b/stream store "bills")
          billing (b/context store)]
      (b/append! orders {:item "tea"})
      (run! :item (b/events (b/bound orders 0 1 billing)))
      (b/append! bills {:total 4.5} {:context billing})
      (is (= [{:item "tea"}] (map :value (to (first (b/stamped bills)) :causes)))))))

(deftest printed-values-read-back
  (are [x] (= x (binding [*data-readers* (assoc *data-readers* 'inst values/read-instant)]
                  (read-string (pr-str x))))
    (Reference. 1 2)
    (BlobReference. (Reference. 1 2) 3 4 5)
    (java.time.Instant/parse "2026-01-31T10:15:30.123456Z")
    #uuid "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"
    1 1.5 1N 1.5M "a" :a/b 'a/b [1 [2]] {:a #{1}} nil true)
  (is (= [1 2 -1] (vec (read-string (pr-str (byte-array [1 2 -1]))))))
  (are [text x] (= x (read-string text))
    "#bourn/keyword \"a b\"" (keyword "a b")
    "#bourn/symbol \"a b\"" (symbol "a b")
    "#bourn/tagged [\"my/tag\" [1]]" (tagged-literal 'my/tag [1]))
  (testing "and a cursor"
    (with-open [store (b/open)]
      (let [cursor (b/cursor (b/stream store "orders") :tail)]
        (is (= cursor (read-string (pr-str cursor))))))))

(deftest whatever-is-printed-is-short
  (with-open [store (b/open)]
    (let [numbers (b/stream store "numbers")
          short? (fn [x] (and (< (count (pr-str x)) 500) (< (count (with-out-str (pprint/pprint x))) 500)))
          db (b/init-db (for [n (range 1000)] [1 (keyword (str "a" n)) n]))]
      (b/append-all! numbers (range 1000))
      (is (= "(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 ...)" (pr-str (b/events numbers))))
      (is (= "(0 1 ...)" (binding [*print-length* 2] (pr-str (b/events numbers)))))
      (is (every? short? [store numbers (b/bound numbers) (b/events numbers) (b/datoms db :eavt) db
                          (b/entity db 1) (b/cursor numbers) (b/follow numbers)]))
      (is (not-any? #(str/includes? (pr-str %) "\n") [store numbers (b/bound numbers) db])))))

(deftest what-is-found-says-of-what-and-how-long-it-took
  (let [db (b/init-db [[1 :name "Ada"]])
        found (meta (b/q '[:find ?n :where [_ :name ?n]] db))]
    (is (= [(b/basis-t db)] (:bourn/basis found)))
    (is (nat-int? (:bourn/micros found)))
    (is (keyword? (:portal.viewer/default found)))
    (is (= [0 1] (first (with-open [store (b/open)]
                          (b/append! (b/stream store "s") {:x 1})
                          (:bourn/basis (meta (b/q '[:find ?x :where [_ :x ?x]]
                                                (b/bound (b/stream store "s")))))))))))
