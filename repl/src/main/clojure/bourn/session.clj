(ns bourn.session
  "The prompt of `bourn repl`: a store opened, its streams at hand."
  (:require
   [bourn.core :as b]
   [bourn.values :as values]
   [clojure.main :as main]
   [clojure.string :as str]))

(set! *warn-on-reflection* true)

(defn- var-name
  "The name of the var that holds a stream: what a symbol cannot hold becomes a dash."
  [stream-name]
  (let [name (str/replace stream-name #"[^\p{L}\p{N}_-]" "-")]
    (symbol (if (re-find #"^\p{N}" name) (str "stream-" name) name))))

(defn prepare
  "Makes `user` a namespace with `bourn.core`, the store as `store`, and each stream under its name.
  Returns the names of the streams' vars."
  [store]
  (let [user (create-ns 'user)]
    (binding [*ns* user]
      (refer 'clojure.core)
      (require '[bourn.core :refer :all :exclude [filter]]))
    (intern user 'store store)
    (vec
      (for [{:keys [name]} (b/streams store)
            :let [s (var-name name)]
            :when (nil? (ns-resolve user s))]
        (do (intern user s (b/stream store name)) s)))))

(def ^:private demo-forms
  ["(q '[:find ?city . :where [?a :airport/code \"SEA\"] [?a :airport/city ?city]] airports)"
   "(->> (events earthquakes) (filter :mag) (sort-by :mag >) (take 3) (map (juxt :mag :place)))"
   "(sql store \"SELECT origin, COUNT(*) AS flights FROM flights GROUP BY origin ORDER BY flights DESC LIMIT 3\")"])

(def ^:private first-forms
  ["(append! (stream store \"orders\") {:item \"tea\" :total 4.5})"
   "(into [] (map :total) (events (stream store \"orders\")))"
   "(q '[:find ?item :where [?o :total ?t] [(< 4 ?t)] [?o :item ?item]] (stream store \"orders\"))"])

(defn banner
  "What is said before the first prompt: what there is, and three forms to try."
  [streams]
  (let [forms (if (every? (set streams) '[airports earthquakes flights]) demo-forms first-forms)]
    (str "Bourn on Clojure " (clojure-version) ". The store is `store`"
      (if (seq streams) (str "; its streams are " (str/join ", " streams) ".") "; it is empty.")
      "\nTry these, or (doc bourn.core); end with :quit.\n\n  "
      (str/join "\n  " forms) "\n")))

(defn- said
  "What went wrong, in words."
  [^Throwable e]
  (let [root (main/root-cause e)]
    (if (or (:cognitect.anomalies/category (ex-data e)) (:cognitect.anomalies/category (ex-data root)))
      (or (ex-message e) (ex-message root))
      (main/ex-str (main/ex-triage (Throwable->map e))))))

(defn- read-form
  "Reads one form from lines that `read-line` gives, asking for more while one is not complete."
  [read-line]
  (fn [_ request-exit]
    (loop [text nil]
      (let [^String line (read-line (nil? text))]
        (cond
          (nil? line) request-exit
          (and (nil? text) (str/blank? line)) (recur nil)
          :else
          (let [text (if text (str text "\n" line) line)
                form (try
                       (read-string {:read-cond :allow} text)
                       (catch RuntimeException e
                         (if (re-find #"EOF" (str (ex-message e))) ::incomplete (throw e))))]
            (cond
              (= ::incomplete form) (recur text)
              (#{:quit :exit} form) request-exit
              :else form)))))))

(defn start
  "Reads forms, evaluates them and prints what comes of them, until the end of the input.
  `read-line` is called with whether a form begins, and returns a line or nil at the end."
  [store read-line]
  (let [streams (prepare store)]
    (println (banner streams))
    (main/with-bindings
      (in-ns 'user)
      (apply require main/repl-requires)
      (set! *print-length* 100)
      (set! *data-readers* (assoc *data-readers* 'inst #'values/read-instant))
      (main/repl
        :prompt (fn [])
        :need-prompt (constantly false)
        :read (read-form read-line)
        :caught (fn [e] (println (said e)))))))
