(ns bourn.all-tests
  "Finds the tests of this folder and runs them: as JUnit's dynamic tests in the build, or from
  `-main` at a Clojure user's prompt."
  (:require
   [clojure.java.io :as io]
   [clojure.string :as str]
   [clojure.test :as test])
  (:import
   (java.io File StringWriter)))

(set! *warn-on-reflection* true)

(defn- namespace-name
  [^String path]
  (-> path
    (str/replace #"\.clj$" "")
    (str/replace File/separator ".")
    (str/replace "_" "-")
    symbol))

(def ^:private wanted
  "By namespace, what has to be on the class path for it."
  {'bourn.flow-test "clojure/core/async/flow.clj"})

(defn- possible?
  [ns-name]
  (or (nil? (wanted ns-name)) (some? (io/resource (wanted ns-name)))))

(defn test-namespaces
  "Returns the names of the namespaces beside this one whose names end in -test, in order, but those whose
  libraries are not there.

      (test-namespaces) ;=> [bourn.core-test ...]"
  []
  (let [root (-> (io/resource "bourn/all_tests.clj") io/file .getParentFile .getParentFile)
        start (inc (count (str root)))]
    (->> (file-seq root)
      (map str)
      (filter #(str/ends-with? % "_test.clj"))
      (map #(namespace-name (subs % start)))
      (filter possible?)
      sort
      vec)))

(defn test-vars
  "Loads the namespace named `ns-name` and returns its tests in the order of its source."
  [ns-name]
  (require ns-name)
  (->> (vals (ns-interns ns-name))
    (filter (comp :test meta))
    (sort-by (comp :line meta))
    vec))

(defn run-var
  "Runs one test with the fixtures of its namespace; returns what it reported if it failed, or nil."
  [v]
  (let [out (StringWriter.)]
    (binding [test/*test-out* out
              test/*report-counters* (ref test/*initial-report-counters*)]
      (test/test-vars [v])
      (let [{:keys [fail error pass]} @test/*report-counters*]
        (cond
          (pos? (+ fail error)) (str out)
          (zero? pass) (str v " asserts nothing"))))))

(defn -main
  [& _]
  (let [namespaces (test-namespaces)]
    (run! require namespaces)
    (System/exit (if (test/successful? (apply test/run-tests namespaces)) 0 1))))
