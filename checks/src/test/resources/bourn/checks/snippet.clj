;; Evaluates the forms of a file in order. Where ";=> value" stands behind a form, on its line or on the
;; next, the form has to evaluate to that value, read as Clojure.
(require '[clojure.string :as str])
(import '(clojure.lang LineNumberingPushbackReader) '(java.io StringReader))

(defn promised
  "The text behind `;=>` that comes right behind a form that ends before `column` of `line`, or nil."
  [lines line column]
  (let [rest-of-line (subs (get lines (dec line) "") (min (dec column) (count (get lines (dec line) ""))))
        behind (if (str/blank? rest-of-line) (get lines line "") rest-of-line)]
    (second (re-matches #"\s*;=>\s*(.*)" behind))))

(let [text (slurp (first *command-line-args*))
      lines (str/split-lines text)
      reader (LineNumberingPushbackReader. (StringReader. text))]
  (loop []
    (let [form (read {:eof ::end} reader)]
      (when-not (= ::end form)
        (let [line (.getLineNumber reader)
              expected (promised lines line (.getColumnNumber reader))
              value (eval form)]
          (when (and expected (not= value (read-string expected)))
            (throw (ex-info (str "line " line ": " (pr-str form) "\n  gives    " (pr-str value)
                              "\n  and not  " expected)
                     {}))))
        (recur)))))
