(ns bourn.datascript-programs
  "Runs datascript_programs.txt on DataScript, under nbb-logseq, which has it; prints what gives something else
  than the file says, and fails then."
  (:require
   ["fs" :as fs]
   [datascript.core :as d]))

(def file
  (read-string (fs/readFileSync (first *command-line-args*) "utf8")))

(defn found
  [program]
  (try
    (let [found (eval program)]
      (if (instance? (type (d/empty-db)) found) :a-database found))
    (catch :default e
      {:refused (or (:error (ex-data e)) (ex-message e))})))

(run! eval (:definitions file))

(let [wrong (for [[program theirs] (:programs file)
                  :let [found (found program)]
                  :when (not= theirs found)]
              [program theirs found])]
  (doseq [[program theirs found] wrong]
    (println (pr-str program) "gives" (pr-str found) "and not" (pr-str theirs)))
  (println (count (:programs file)) "programs," (count wrong) "different")
  (when (seq wrong)
    (js/process.exit 1)))
