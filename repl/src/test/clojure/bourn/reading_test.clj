(ns bourn.reading-test
  "What is read behaves as the plain collection of it would, and leaves nothing open, however it ends."
  (:require
   [bourn.core :as b]
   [bourn.reading :as reading]
   [clojure.core.reducers :as r]
   [clojure.set :as set]
   [clojure.test :refer [deftest is testing]]
   [clojure.test.check.clojure-test :refer [defspec]]
   [clojure.test.check.generators :as gen]
   [clojure.test.check.properties :as prop])
  (:import
   (bourn.kernel BoundedStream Reader)
   (clojure.lang ExceptionInfo)
   (java.util.concurrent CountDownLatch TimeUnit)))

(set! *warn-on-reflection* true)

(def ^:private batches
  "Values in batches, more of them than a chunk of a seq has."
  (gen/vector
    (gen/not-empty (gen/vector (gen/one-of [gen/small-integer gen/string-alphanumeric gen/keyword]) 1 60))
    0 4))

(defn- same-collection?
  "Whether `found` is `plain` by all that a sequential collection does."
  [plain found n]
  (and
    (= plain found)
    (= found plain)
    (= (hash plain) (hash found))
    (= plain (into [] found) (vec (seq found)) (sequence (map identity) found))
    (= (reduce conj [] plain) (reduce conj [] found))
    (= (take n plain) (take n found) (transduce (take n) conj [] found) (into [] (eduction (take n) found)))
    (= (drop n plain) (drop n found))
    (= (first plain) (first found))
    (= (nth plain n ::none) (nth (seq found) n ::none))
    (= (reduce (fn [a x] (if (= n (count a)) (reduced a) (conj a x))) [] plain)
      (reduce (fn [a x] (if (= n (count a)) (reduced a) (conj a x))) [] found))
    (= (reduce list plain) (reduce list found))
    (= (vec plain) (r/fold 7 into conj found))
    (= (sort-by pr-str plain) (sort-by pr-str found))
    (= (vec plain) (vec (to-array found)) (vec (java.util.ArrayList. ^java.util.Collection (vec found))))
    (= (frequencies plain) (frequencies found))))

(defspec events-are-as-the-plain-collection 30
  (prop/for-all [batches batches
                 n gen/nat
                 from gen/nat
                 until gen/nat]
    (with-open [store (b/open)]
      (let [stream (b/stream store "s")
            all (into [] cat batches)]
        (run! #(b/append-all! stream %) batches)
        (let [from (min from (count all))
              until (max from (min until (count all)))
              part (b/bound stream from until)]
          (and
            (= (count all) (count (b/events stream)))
            (same-collection? all (b/events stream) n)
            (same-collection? (subvec all from until) (b/events part) n)
            (= all (mapv :value (b/stamped stream)))))))))

(deftest a-fold-combines-parts-in-order
  (with-open [store (b/open)]
    (let [numbers (b/stream store "numbers")]
      (b/append-all! numbers (range 20000))
      (is (= (range 20000) (r/fold 1 into conj (b/events numbers))))
      (is (= (reduce + (range 20000)) (r/fold + (b/events numbers)) (r/fold + (r/map identity (b/events numbers))))))))

(deftest a-fold-of-datoms-makes-them-in-several-threads
  (let [db (b/init-db (for [e (range 1 20001)] [e :n e]))
        both (CountDownLatch. 2)
        met (fn [{:keys [v]}]
              (when (#{1 5000} v)
                (.countDown both)
                (is (.await both 20 TimeUnit/SECONDS)))
              v)]
    (is (= (range 1 20001) (r/fold 1 into conj (r/map met (b/datoms db :aevt :n)))))
    (is (= (reduce + (range 1 20001)) (r/fold + (r/map :v (b/datoms db :avet :n)))))
    (is (= [] (r/fold into conj (b/index-range db :n 0 1))))))

;; ---- nothing is left open

(defn- counting
  "`bounded` with its readers counted: `opened` while they are open."
  ^BoundedStream [^BoundedStream bounded opened]
  (reify BoundedStream
    (stream [_] (.stream bounded))
    (bound [_] (.bound bounded))
    (part [_ inner context] (counting (.part bounded inner context) opened))
    (observe [_] (.observe bounded))
    (chunks [_ visitor] (.chunks bounded visitor))
    (read [_]
      (swap! opened inc)
      (let [reader (.read bounded)]
        (reify Reader
          (next [_] (.next reader))
          (value [_] (.value reader))
          (offset [_] (.offset reader))
          (stamp [_] (.stamp reader))
          (cursor [_] (.cursor reader))
          (seek [_ cursor] (.seek reader cursor))
          (gap [_] (.gap reader))
          (close [_] (swap! opened dec) (.close reader)))))))

(defn- fails-at
  [n]
  (fn [_ x] (if (= n x) (throw (ex-info "enough" {:at n})) x)))

(def ^:private doings
  "What somebody does with the numbers below 100, and how it ends."
  {:all (fn [events _] (reduce + events))
   :early (fn [events n] (reduce (fn [_ x] (if (= n x) (reduced x) x)) nil events))
   :failing (fn [events n] (reduce (fails-at n) nil events))
   :failing-transduction (fn [events n] (into [] (map #(if (= n %) (throw (ex-info "enough" {})) %)) events))
   :some-of-a-seq (fn [events n] (doall (take n events)))
   :failing-seq (fn [events n] (run! #((fails-at n) nil %) (seq events)))
   :abandoned (fn [events _] (rest (seq events)))
   :halted (fn [events n] (transduce (halt-when #(= n %)) conj [] events))
   :folded (fn [events _] (r/fold + events))
   :failing-fold (fn [events n] (r/fold + (fn ([] 0) ([a x] ((fails-at n) a x))) events))
   :nested (fn [events n] (reduce (fn [_ x] (reduce (fn [_ y] (if (= n y) (reduced y) y)) nil events)) nil events))
   :eduction (fn [events n] (into [] (take n) (eduction (filter even?) events)))
   :counted (fn [events _] (count events))})

(defspec nothing-is-left-open 30
  (prop/for-all [done (gen/vector (gen/tuple (gen/elements (keys doings)) (gen/choose 0 110)) 1 12)]
    (with-open [store (b/open)]
      (let [numbers (b/stream store "numbers")
            opened (atom 0)]
        (b/append-all! numbers (range 100))
        (let [events (b/events (counting (b/bound numbers) opened))
              kept (doall
                     (for [[doing n] done]
                       (try ((doings doing) events n) (catch ExceptionInfo _ nil))))]
          (and (zero? @opened)
            (= (range 100) events)
            (= (count done) (count kept))
            (zero? @opened)))))))

(deftest what-comes-is-closed-however-the-reduction-ends
  (let [opened (atom 0)
        numbers (fn []
                  (let [left (atom (range 5))]
                    (reading/waited
                      #(do (swap! opened inc) (reify java.lang.AutoCloseable (close [_] (swap! opened dec))))
                      (fn [_] (if-let [[x] (seq @left)] (do (swap! left rest) x) reading/end)))))]
    (is (= [0 1 2 3 4] (into [] (numbers))))
    (is (= [0 1] (into [] (take 2) (numbers))))
    (is (thrown? ExceptionInfo (reduce (fails-at 3) nil (numbers))))
    (is (zero? @opened))))

(deftest a-seq-within-a-context-counts-as-read
  (with-open [store (b/open)]
    (let [orders (b/stream store "orders")
          bills (b/stream store "bills")
          reader (b/context store)]
      (b/append-all! orders (range 100))
      (is (= 69 (nth (b/events (b/bound orders 0 100 reader)) 69)))
      (b/append! bills :bill {:context reader})
      (testing "chunk by chunk, and no further"
        (is (<= 69 (.offset ^bourn.kernel.Reference (first (:causes (first (b/stamped bills))))) 95))))))

;; ---- what is found

(defn- same-set?
  [plain found x]
  (and (= plain found) (= found plain) (= (hash plain) (hash found))
    (.equals ^Object plain found) (.equals ^Object found plain)
    (= (.hashCode ^Object plain) (.hashCode ^Object found))
    (= (count plain) (count found))
    (set? found)
    (= plain (into #{} found) (set (seq found)) (reduce conj #{} found))
    (= (contains? plain x) (contains? found x))
    (= (get plain x ::none) (get found x ::none))
    (= (plain x) (found x))
    (= (conj plain x) (conj found x))
    (= (disj plain x) (disj found x))
    (= (into plain [x]) (into found [x]))
    (= (empty plain) (empty found))
    (= (set/union plain #{x}) (set/union found #{x}))
    (every? found found)
    (= (reduce (fn ([] ::none) ([a b] [a b])) (seq found)) (reduce (fn ([] ::none) ([a b] [a b])) found))
    (= plain (r/fold (fn ([] #{}) ([a b] (into a b))) conj found))
    (= {:m 1} (meta (with-meta found {:m 1})))
    (= plain (read-string (pr-str found)))))

(defn- same-vector?
  [plain found n]
  (and (vector? found)
    (same-collection? plain found n)
    (= (get plain n) (get found n))
    (= (conj plain 1) (conj found 1))
    (= (pr-str plain) (pr-str found))
    (= (rseq plain) (rseq found))
    (= {:m 1} (meta (with-meta found {:m 1})))
    (or (empty? plain)
      (and (= (pop plain) (pop found)) (= (assoc plain 0 :x) (assoc found 0 :x)) (= (peek plain) (peek found))))))

(def ^:private value
  (gen/one-of [gen/small-integer gen/boolean gen/string-alphanumeric gen/keyword
               ;; -0.0 is 0.0 to Bourn.
               (gen/fmap #(+ 0.0 %) (gen/double* {:NaN? false})) (gen/vector gen/nat 0 3)]))

(defspec what-is-found-is-as-the-plain-collection 30
  (prop/for-all [tuples (gen/vector (gen/tuple value value) 0 80)
                 other (gen/tuple value value)
                 n gen/nat]
    (let [plain (set tuples)
          sorted (sort-by pr-str tuples)
          places (vec (map-indexed vector sorted))]
      (and
        (every? #(same-set? plain (b/q '[:find ?a ?b :where [?a ?b]] tuples) %) (cons other (take 1 tuples)))
        (same-vector? (mapv first places) (b/q '[:find [?i ...] :where [?i] :order-by ?i] places) n)
        (same-vector? places (b/q '[:find ?i ?t :where [?i ?t] :order-by ?i] places) n)
        (= plain (set (b/qseq '[:find ?a ?b :where [?a ?b]] tuples)))))))

(defspec a-datom-is-a-vector-with-names 20
  (prop/for-all [v value
                 e (gen/choose 1 1000)]
    (let [db (b/init-db [[e :likes v]])
          datom (first (b/datoms db :aevt :likes))
          plain [e :likes v 0 true]
          [e' a' v' t' added'] datom]
      (and (same-vector? plain datom 2)
        (= plain [e' a' v' t' added'] [(:e datom) (:a datom) (:v datom) (:t datom) (:added datom)])
        (= (hash plain) (hash datom))
        (= plain (get {plain plain} datom))
        (= (b/entid db (:tx datom)) (:tx datom))
        (nil? (:other datom))))))

(deftest datoms-are-gone-through-again-and-again
  (let [db (b/init-db (for [n (range 100)] [(inc n) :n n]))
        found (b/datoms db :avet :n)]
    (is (= (range 100) (map :v found) (into [] (map :v) found) (map :v (seq found))))
    (is (= 3 (:v (reduce (fn [_ d] (if (= 3 (:v d)) (reduced d) d)) nil found))))
    (is (= 4950 (r/fold + (r/map :v found))))
    (is (= found (b/datoms db :avet :n)))))

(deftest columns-are-reduced-without-rows
  (with-open [store (b/open)]
    (let [rows (b/typed-stream store "rows" [[:n :i32] [:x :f64] [:maybe :i64 :nullable]])]
      (b/append-all! rows (for [n (range 1000)] (cond-> {:n n :x (/ n 2.0)} (even? n) (assoc :maybe n))))
      (is (= 499500 (b/reduce-column (fn ^long [^long acc ^long n] (+ acc n)) 0 rows :n)
            (b/reduce-column + 0 rows :n)))
      (is (= 249750.0 (b/reduce-column (fn ^double [^double acc ^double x] (+ acc x)) 0.0 rows :x)
            (b/reduce-column + 0 rows :x)))
      (is (= 500 (b/reduce-column (fn [acc _] (inc acc)) 0 rows :maybe)))
      (is (= 45 (b/reduce-column + 0 (b/bound rows 0 10) :n)))
      (is (= :cognitect.anomalies/incorrect
            (:cognitect.anomalies/category
              (ex-data (try (b/reduce-column + 0 rows :nope) (catch ExceptionInfo e e)))))))))
