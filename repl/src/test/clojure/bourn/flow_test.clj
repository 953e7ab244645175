(ns bourn.flow-test
  "Processes of core.async.flow over streams. Needs a core.async that has it."
  (:require
   [bourn.core :as b]
   [bourn.flow :as bf]
   [clojure.core.async :as a :refer [alts!! timeout]]
   [clojure.core.async.flow :as flow]
   [clojure.test :refer [deftest is testing]]))

(set! *warn-on-reflection* true)

(def ^:private long-enough 10000)

(defn- take-one
  [port]
  (let [[x from] (alts!! [port (timeout long-enough)])]
    (if (= port from) x ::late)))

(defn- incremented
  "A flow of what `in` holds, each one more, into `out`, begun; and where its errors come."
  [in out options]
  (let [made (flow/create-flow
               {:procs {:in {:proc (flow/process #'bf/source) :args (merge {:stream in} options)}
                        :inc {:proc (flow/process (flow/lift1->step inc))}
                        :out {:proc (flow/process #'bf/sink) :args {:stream out}}}
                :conns [[[:in :out] [:inc :in]] [[:inc :out] [:out :in]]]})
        {:keys [error-chan]} (flow/start made)]
    (flow/resume made)
    [made error-chan]))

(defn- first-of
  [n stream]
  (deref (future (into [] (take n) (b/follow stream))) long-enough ::late))

(deftest a-stream-flows-into-another
  (with-open [store (b/open)]
    (let [in (b/stream store "in")
          out (b/stream store "out")
          _ (b/append-all! in (range 500))
          [made errors] (incremented in out {})]
      (is (= (range 1 501) (first-of 500 out)))
      (b/append-all! in (range 500 1000))
      (is (= (range 1 1001) (first-of 1000 out)))
      (testing "it says how it is"
        (is (= {:in :running :inc :running :out :running}
              (update-vals (flow/ping made :timeout-ms long-enough) ::flow/status))))
      (testing "paused it takes nothing, resumed all"
        (flow/pause-proc made :in)
        (is (= :paused (::flow/status (flow/ping-proc made :in :timeout-ms long-enough))))
        (b/append-all! in [5000 6000])
        (flow/ping-proc made :out :timeout-ms long-enough)
        (is (= 1000 (count (b/events out))))
        (flow/resume-proc made :in)
        (is (= [5001 6001] (drop 1000 (first-of 1002 out)))))
      (testing "a stream that is sealed ends it, and is no error"
        (b/seal! in [7])
        (is (= 8 (last (first-of 1003 out)))))
      (flow/stop made)
      (is (nil? (take-one errors)))
      (b/append! out :still-open)
      (is (= 1004 (count (b/events out)))))))

(deftest a-flow-begins-where-it-is-told
  (with-open [store (b/open)]
    (let [in (b/stream store "in")
          out (b/stream store "out")
          _ (b/append-all! in (range 10))
          [made] (incremented in out {:from 7})]
      (is (= [8 9 10] (first-of 3 out)))
      (flow/stop made))))

(deftest what-is-not-appended-is-an-error-of-the-flow
  (with-open [store (b/open)]
    (let [in (b/stream store "in")
          rows (b/typed-stream store "rows" [[:n :i8]])
          made (flow/create-flow
                 {:procs {:in {:proc (flow/process #'bf/source) :args {:stream in}}
                          :out {:proc (flow/process #'bf/sink) :args {:stream rows}}}
                  :conns [[[:in :out] [:out :in]]]})
          {:keys [error-chan]} (flow/start made)]
      (flow/resume made)
      (b/append-all! in [{:n 1} {:n 1000}])
      (let [{::flow/keys [pid ex]} (take-one error-chan)]
        (is (= [:out :cognitect.anomalies/incorrect] [pid (:cognitect.anomalies/category (ex-data ex))])))
      (testing "and so is all that comes after it"
        (b/append! in {:n 2})
        (is (= {:n 2} (::flow/msg (take-one error-chan)))))
      (is (= [{:n 1}] (b/events rows)))
      (flow/stop made))))

(deftest a-full-stream-holds-the-flow-up
  (with-open [store (b/open)]
    (let [in (b/stream store "in")
          jobs (b/stream store "jobs")
          _ (b/configure! jobs {:keep-count 2})
          lease (b/acquire! jobs "worker" {:ttl 60000 :lag 1000000})
          _ (b/append-all! jobs [0 0])
          _ (b/append-all! in (range 100))
          [made] (incremented in jobs {})]
      (is (= 2 (count (b/events jobs))))
      (is (= :running (::flow/status (flow/ping-proc made :out :timeout-ms long-enough))))
      (b/checkpoint! jobs lease 2)
      (is (= [1] (deref (future (into [] (take 1) (b/follow jobs {:from 2}))) long-enough ::late)))
      (testing "and does not keep it from being stopped"
        (is (true? (flow/stop made)))))))
