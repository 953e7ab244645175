(ns bourn.async-test
  (:require
   [bourn.async :as ba]
   [bourn.core :as b]
   [clojure.core.async :as a :refer [<!! >!! alts!! chan close! go offer! poll! timeout]]
   [clojure.test :refer [deftest is testing]]))

(set! *warn-on-reflection* true)

(def ^:private long-enough 10000)

(defn- take-one
  "What comes from `port`, or ::late."
  [port]
  (let [[x from] (alts!! [port (timeout long-enough)])]
    (if (= port from) x ::late)))

(deftest events-are-taken-as-they-come
  (with-open [store (b/open)]
    (let [orders (b/stream store "orders")
          port (ba/reader-port orders)]
      (b/append-all! orders [1 nil])
      (is (= [1 ::ba/nil] [(<!! port) (<!! port)]))
      (is (nil? (poll! port)))
      (let [later (go (a/<! port))]
        (b/append! orders 3)
        (is (= 3 (take-one later))))
      (testing "each once among all who take"
        (let [takers (doall (repeatedly 10 #(go (a/<! port))))]
          (b/append-all! orders (range 10 20))
          (is (= (range 10 20) (sort (map take-one takers))))))
      (testing "a take that was given up takes nothing"
        (is (= [:other nil] (let [c (chan 1)] (>!! c :other) (let [[x] (alts!! [port c] :priority true)] [x (poll! port)]))))
        (b/append! orders 4)
        (is (= 4 (take-one port))))
      (b/seal! orders [:last])
      (is (= [:last nil nil] [(take-one port) (take-one port) (take-one port)])))))

(deftest a-closed-port-gives-nil-to-who-waits
  (with-open [store (b/open)]
    (let [orders (b/stream store "orders")
          port (ba/reader-port orders)
          waiting (go (a/<! port))]
      (close! port)
      (is (nil? (take-one waiting)))
      (b/append! orders 1)
      (is (nil? (take-one port)))
      (is (= 1 (take-one (ba/reader-port orders {:from 0}))))
      (is (= [1 nil] (let [port (ba/reader-port (b/bound orders))] [(take-one port) (take-one port)])))
      (is (= 1 (:value (take-one (ba/reader-port orders {:stamped true}))))))))

(deftest a-store-that-closes-ends-its-ports
  (let [store (b/open)
        port (ba/reader-port (b/stream store "orders"))
        waiting (go (a/<! port))]
    (.close store)
    (is (instance? Throwable (take-one waiting)))
    (is (nil? (take-one port)))))

(deftest puts-are-appended-in-order
  (with-open [store (b/open)]
    (let [orders (b/stream store "orders")
          port (ba/writer-port orders)
          waiting (doall (for [n (range 100)] (let [done (a/promise-chan)] (a/put! port n #(>!! done %)) done)))]
      (is (every? true? (map take-one waiting)))
      (is (= (range 100) (b/events orders)))
      ;; The port may still be busy for a moment with what it has just told of.
      (is (true? (some #(offer! port %) (repeat 10000000 100))))
      (is (= [true port] (alts!! [[port 101]])))
      (is (thrown? IllegalArgumentException (>!! port (Object.))))
      (b/seal! orders)
      (is (false? (>!! port 102)))
      (is (nil? (ba/failure port)))
      (is (= 102 (count (b/events orders)))))))

(deftest what-does-not-fit-ends-a-writer-port
  (with-open [store (b/open)]
    (let [rows (b/typed-stream store "rows" [[:n :i8]])
          port (ba/writer-port rows {:durability :log})]
      (is (true? (>!! port {:n 1})))
      (is (false? (>!! port {:n 1000})))
      (is (= :cognitect.anomalies/incorrect (:cognitect.anomalies/category (ex-data (ba/failure port)))))
      (is (false? (>!! port {:n 2})))
      (is (= 1 (count (b/events rows)))))))

(deftest who-puts-to-a-full-stream-waits
  (with-open [store (b/open)]
    (let [jobs (b/stream store "jobs")
          _ (b/configure! jobs {:keep-count 2})
          lease (b/acquire! jobs "worker" {:ttl 60000 :lag 1000000})
          port (ba/writer-port jobs)
          _ (b/append-all! jobs [1 2])
          put (go (a/>! port 3))]
      (is (nil? (poll! put)))
      (is (= 2 (count (b/events jobs))))
      (is (nil? (deref (future (offer! (ba/writer-port jobs) 9)) long-enough ::waited)))
      (b/checkpoint! jobs lease 2)
      (is (true? (take-one put))))))

(deftest one-stream-flows-into-another
  (with-open [store (b/open)]
    (let [in (b/stream store "in")
          out (b/stream store "out")
          port (ba/writer-port out {:seal true})]
      (a/pipeline 2 port (map inc) (ba/reader-port in))
      (b/append-all! in (range 1000))
      (b/seal! in)
      (is (= (range 1 1001) (deref (future (into [] (b/follow out))) long-enough ::late))))))
