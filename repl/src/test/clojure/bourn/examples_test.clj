(ns bourn.examples-test
  "The examples in docstrings, executed: each docstring in a namespace of its own, over a store made anew."
  (:require
   [bourn.async]
   [bourn.core :as b]
   [bourn.naming]
   [bourn.refusals]
   [bourn.values]
   [clojure.core.async]
   [clojure.string :as str]
   [clojure.test :refer [deftest is testing]])
  (:import
   (clojure.lang LineNumberingPushbackReader Namespace)
   (java.io StringReader)))

(set! *warn-on-reflection* true)

(defn- sample
  "What the examples are of, by the names that they have."
  [store]
  (let [orders (b/stream store "orders")
        people (b/datom-stream store "people")
        quakes (b/typed-stream store "quakes" [[:mag :f64] [:place :symbol]])]
    (b/append-all! orders [{:item "tea" :total 4.5} {:item "jam" :total 3.0}])
    (b/append-all! quakes [{:mag 5.3 :place "Kuril"} {:mag 2.0 :place "Alaska"}])
    (b/transact people
      [{:db/ident :person/email :db/valueType :db.type/string :db/unique :db.unique/identity}
       {:db/ident :person/name :db/valueType :db.type/string}
       {:db/ident :person/age :db/valueType :db.type/long}
       {:db/ident :person/boss :db/valueType :db.type/ref}])
    (b/transact people
      [{:db/id 17 :person/email "ada@x" :person/name "Ada" :person/age 36 :person/boss 18}
       {:db/id 18 :person/name "Grace" :person/age 85}])
    {'store store 'orders orders 'quakes quakes 'people people 'db (b/db people)}))

(defn- promised
  "The text behind `;=>` that comes right behind a form that ends at `column` of `line`, with the lines
  that continue it, or nil."
  [lines line column]
  (let [here (subs (get lines (dec line) "") (min (dec column) (count (get lines (dec line) ""))))
        [behind more] (if (str/blank? here) [(get lines line "") (drop (inc line) lines)] [here (drop line lines)])]
    (when-let [[_ expected] (re-matches #"\s*;=>\s*(.*)" behind)]
      (str/join "\n" (cons expected (keep #(second (re-matches #"\s*;   (.*)" %)) (take-while #(re-matches #"\s*;   .*" %) more)))))))

(defn- like?
  "Whether `found` is as `expected` says, in which ... stands for anything, and for more at an end."
  [expected found]
  (cond
    (= '... expected) true
    (and (map? expected) (map? found))
    (every? (fn [[k x]] (if (= '... k) true (and (contains? found k) (like? x (get found k))))) expected)

    (and (sequential? expected) (sequential? found))
    (loop [expected (seq expected) found (seq found)]
      (cond
        (= '(...) expected) true
        (or (nil? expected) (nil? found)) (and (nil? expected) (nil? found))
        (like? (first expected) (first found)) (recur (next expected) (next found))
        :else false))

    :else (= expected found)))

(defn- read-expected
  "Reads `text`, in which a map may end in ... for all that is left."
  [text]
  (try
    (read-string text)
    (catch RuntimeException _ (read-string (str/replace text #" \.\.\.\}" " ... ...}")))))

(defn- as-promised?
  [expected found]
  (if (str/includes? expected "#<")
    (let [pattern (str/join ".*" (map #(java.util.regex.Pattern/quote %) (str/split expected #"\.\.\.")))]
      (re-matches (re-pattern (str "(?s)" pattern)) (pr-str found)))
    (like? (read-expected expected) found)))

(defn- examples
  "The lines of a docstring that are indented as code."
  [doc]
  (str/join "\n"
    (map #(if (str/starts-with? % "      ") (subs % 2) "") (str/split-lines (str doc)))))

(defn- check-examples
  "Evaluates the examples of `doc`; returns how many results were promised."
  [what doc]
  (with-open [store (b/open)]
    (let [text (examples doc)
          lines (str/split-lines text)
          reader (LineNumberingPushbackReader. (StringReader. text))
          ^Namespace home (create-ns (gensym "examples"))
          eof (Object.)]
      (try
        (binding [*ns* home
                  *data-readers* *data-readers*]
          (refer 'clojure.core :exclude '[filter])
          (refer 'bourn.core :exclude (if (= 'db what) [] '[db]))
          (refer 'bourn.values)
          (refer 'bourn.refusals :only '[refused])
          (refer 'bourn.asking :only '[text hosted])
          (refer 'bourn.naming :only '[named])
          (refer 'bourn.async :only '[reader-port writer-port])
          (refer 'clojure.core.async :only '[<!! >!!])
          (doseq [[name x] (sample store) :when (not= name what)] (intern home name x))
          (loop [checked 0]
            (let [form (read {:eof eof} reader)]
              (if (identical? eof form)
                checked
                (let [expected (promised lines (.getLineNumber reader) (.getColumnNumber reader))
                      found (eval form)]
                  (when expected
                    (is (as-promised? expected found)
                      (str what ": " (pr-str form) "\n gives " (pr-str found) "\n and not " expected)))
                  (recur (cond-> checked expected inc)))))))
        (finally (remove-ns (.getName home)))))))

(def ^:private no-result
  "What has no example with a result: they end or begin what goes on."
  '#{open stream context take-over! renew! forget! settings filter listen-query!})

(deftest every-docstring-tells-the-truth
  (doseq [ns-name '[bourn.core bourn.values bourn.refusals bourn.asking bourn.naming bourn.async]
          [name v] (sort-by key (ns-publics ns-name))
          :let [{:keys [doc no-doc]} (meta v)]
          :when (not (or no-doc (re-find #"^(->|map->)[A-Z]" (str name))))]
    (testing name
      (is (string? doc) (str name " has no docstring"))
      (let [checked (when (re-find #"\n      \S" (str doc)) (check-examples name doc))]
        (when (and (= 'bourn.core ns-name) (not (no-result name)))
          (is (pos? (long (or checked 0))) (str name " shows no result")))))))
