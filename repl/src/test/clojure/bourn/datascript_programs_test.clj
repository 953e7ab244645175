(ns bourn.datascript-programs-test
  "Programs of DataScript's give here what they give there, but where datascript_programs.txt says why not.
  What DataScript gives is checked against DataScript itself by datascript_programs.cljs."
  (:require
   [bourn.datascript :as d]
   [clojure.java.io :as io]
   [clojure.test :refer [deftest is testing]]))

(set! *warn-on-reflection* true)

(def ^:private file
  (binding [*read-eval* false]
    (read-string (slurp (io/resource "bourn/datascript_programs.txt")))))

(def ^:private here
  (doto (create-ns 'bourn.datascript-programs)
    (as-> in
      (binding [*ns* in]
        (refer 'clojure.core)
        (alias 'd 'bourn.datascript)))))

(defn- run
  [form]
  (binding [*ns* here]
    (eval form)))

(defn- found
  "What a program gives; of a refusal its key."
  [program]
  (try
    (let [found (run program)]
      (if (d/db? found) :a-database found))
    (catch Exception e
      (let [refusal (or (ex-cause e) e)
            refusal (if (:error (ex-data e)) e refusal)]
        {:refused (or (:error (ex-data refusal)) (ex-message refusal))}))))

(defn- same?
  "Aggregates give a list there, whose order means nothing, and a set here."
  [theirs ours]
  (or (= theirs ours)
    (and (set? ours) (seq? theirs) (= (set theirs) ours))))

(deftest programs-of-datascript-give-the-same
  (run! run (:definitions file))
  (is (< 250 (count (:programs file))))
  (doseq [[program theirs {:keys [bourn why] :as different}] (:programs file)]
    (testing (pr-str program)
      (if different
        (is (and (string? why) (same? bourn (found program))) (pr-str (found program)))
        (is (same? theirs (found program)) (pr-str (found program)))))))
