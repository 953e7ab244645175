;; Evaluates the forms of files in order: each file in a namespace user of its own. Where
;; ";=> value" stands behind a form, on its line or on the next, the form has to evaluate to that value, read as Clojure;
;; what is printed as #<...> has to be printed so.
(require '[clojure.string :as str])
(import '(clojure.lang LineNumberingPushbackReader) '(java.io File StringReader))

(defn promised
  "The text behind `;=>` that comes right behind a form that ends before `column` of `line`, or nil."
  [lines line column]
  (let [rest-of-line (subs (get lines (dec line) "") (min (dec column) (count (get lines (dec line) ""))))
        behind (if (str/blank? rest-of-line) (get lines line "") rest-of-line)]
    (second (re-matches #"\s*;=>\s*(.*)" behind))))

(defn as-promised?
  [expected value]
  (if (str/starts-with? expected "#<")
    (= expected (pr-str value))
    (= value (read-string expected))))

(defn run
  [space ^File file]
  (let [text (slurp file)
        lines (str/split-lines text)
        reader (LineNumberingPushbackReader. (StringReader. text))]
    (binding [*ns* space]
      (refer 'clojure.core)
      (loop []
        (let [form (read {:eof ::end} reader)
              line (.getLineNumber reader)]
          (when-not (= ::end form)
            (let [expected (promised lines line (.getColumnNumber reader))
                  value (try
                          (eval form)
                          (catch Throwable e (throw (ex-info (str (.getName file) ", line " line ": " (pr-str form)) {} e))))]
              (when (and expected (not (as-promised? expected value)))
                (throw (ex-info (str (.getName file) ", line " line ": " (pr-str form) "\n  gives    " (pr-str value)
                                  "\n  and not  " expected)
                         {}))))
            (recur)))))))

(doseq [^String file *command-line-args*]
  (remove-ns 'user)
  (run (create-ns 'user) (File. file)))
(shutdown-agents)
