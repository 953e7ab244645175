(ns bourn.asking
  "Queries given as data: as text for the engine, with the functions of Clojure that they call, and what
  they find as Clojure's collections."
  (:require
   [bourn.databases :as databases]
   [bourn.reading :as reading]
   [bourn.refusals :refer [refused saying]]
   [bourn.values :refer [->clj ->value]]
   [clojure.walk :as walk])
  (:import
   (bourn Bourn)
   (bourn.datalog Datalog FindShape Query QueryResult)
   (bourn.engine Budget Functions HostFunction HostFunctions Source Sources)
   (bourn.index Database DatomStream)
   (bourn.kernel BoundedStream EventStream StreamKind)
   (bourn.repl FoundSet FoundVector)
   (clojure.lang IDeref IObj)
   (java.time Duration)
   (java.util List Map)
   (java.util.concurrent ConcurrentHashMap)
   (java.util.regex Pattern)))

(set! *warn-on-reflection* true)

(defn text
  "Returns a query, rules or a pattern as text: what is written as a list stays a list, and errors can show
  the place.

      (text '[:find ?n :where [_ :name ?n]]) ;=> \"[:find ?n :where [_ :name ?n]]\""
  ^String [query]
  (if (string? query)
    query
    (binding [*print-length* nil
              *print-level* nil
              *print-meta* false
              *print-readably* true
              *print-dup* false
              *print-namespace-maps* false]
      (pr-str query))))

;; ---- functions of Clojure

(defn- host-function
  [f]
  (reify HostFunction (apply [_ arguments] (->value (apply f (map ->clj arguments))))))

(defn- callable
  "The function that the head of a call names, if it is one of Clojure's and not the library's."
  [head]
  (cond
    (and (ifn? head) (not (ident? head)) (not (coll? head))) head
    (and (qualified-symbol? head) (nil? (Functions/lookup (str head))))
    (let [resolved (try (requiring-resolve head) (catch Exception _ nil))]
      (when (and (var? resolved) (ifn? @resolved)) resolved))))

(defn- hosted-now
  "As `hosted`, and whether it would be the same at any other time."
  [query]
  (let [functions (volatile! {})
        fixed (volatile! true)
        named (fn [head]
                (if-let [f (callable head)]
                  (let [name (if (symbol? head) head (symbol "fn" (str "f" (count @functions))))]
                    (vswap! functions assoc (str name) f)
                    name)
                  (do
                    (when (qualified-symbol? head) (vreset! fixed false))
                    head)))
        behind (fn [form]
                 (let [at (inc (.indexOf ^List form :xform))]
                   (if (< 0 at (count form)) (update form at named) form)))
        call (fn [form]
               (cond
                 (and (seq? form) (seq form)) (apply list (named (first form)) (rest form))
                 (and (vector? form) (not (map-entry? form))) (behind form)
                 (instance? Pattern form) (str form)
                 :else form))]
    [(text (walk/postwalk call query)) @functions @fixed]))

;; Rules and patterns given lately, by their data: what stands in a program is taken apart once.
(def ^:private most-kept 512)
(def ^:private kept (ConcurrentHashMap.))

(defn- keep-lately
  [^Map kept k x]
  (when (< (long most-kept) (.size kept)) (.clear kept))
  (.put kept k x))

(defn hosted
  "Returns the query, rules or pattern as text, with a name for each function in it, and those functions by
  name. Text names none: nothing that comes from outside is ever run.

      (hosted [:find '?l :where '[?e :name ?n] [(list count '?n) '?l]])
      ;=> [\"[:find ?l :where [?e :name ?n] [(fn/f0 ?n) ?l]]\" {\"fn/f0\" ...}]"
  [query]
  (cond
    (string? query) [query {}]
    (not (coll? query)) [(text query) {}]
    :else
    (or (.get ^Map kept query)
      (let [[text functions fixed] (hosted-now query)]
        (when fixed (keep-lately kept query [text functions]))
        [text functions]))))

(defn host-functions
  "Returns functions by name as the engine takes them."
  ^HostFunctions [functions]
  (reduce-kv
    (fn [^HostFunctions host ^String name f] (.with host name (host-function f)))
    HostFunctions/NONE
    functions))

;; ---- what is asked

(defn source
  "Returns what a query reads of `x`, or nil where it is no source but a value."
  ^Source [x]
  (cond
    (instance? Database x) (Sources/of ^Database x)
    (instance? DatomStream x) (recur (databases/database x))
    (instance? EventStream x)
    (if (= StreamKind/DATOM (.kind (.descriptor ^EventStream x)))
      (recur (databases/database x))
      (recur (saying (.bound ^EventStream x))))

    (instance? BoundedStream x)
    (let [^BoundedStream bounded x
          ^Bourn store (databases/store-of bounded)]
      (condp = (.kind (.descriptor (.stream bounded)))
        StreamKind/GENERIC (Sources/generic bounded)
        StreamKind/TYPED (if store (.source store bounded) (Sources/typed bounded))
        (recur (databases/database bounded))))

    (and (instance? IDeref x) (not (var? x))) (recur @x)))

(defn- input
  [x]
  (if (and (ifn? x) (not (ident? x)) (not (coll? x)) (not (instance? IDeref x)))
    (host-function x)
    (or (source x) (->value x))))

(deftype ^:private Prepared [^Query query functions ^HostFunctions host rules])

;; Queries asked lately, read and with their functions, by their data or text.
(def ^:private prepared-lately (ConcurrentHashMap.))

(defn- prepare
  ^Prepared [query]
  (when (nil? query)
    (throw (refused :incorrect "a query is required, as [:find ?x ...], found nil" {:bourn/code :query/malformed})))
  (or (.get ^Map prepared-lately query)
    (let [[text functions fixed] (if (string? query) [query {} true] (hosted-now query))
          read (Query/parse text)
          rules (boolean (some #{"%"} (.inputs read)))
          made (Prepared. read functions (host-functions functions) rules)]
      (when fixed
        (keep-lately prepared-lately query made))
      made)))

(defn- with-rules
  "What a query with rules is given, and the functions of both."
  [^Prepared prepared xs]
  (let [functions (volatile! (.functions prepared))
        given (mapv
                (fn [form x]
                  (if (= "%" form)
                    (let [[rules more] (hosted x)]
                      (vswap! functions merge more)
                      rules)
                    (input x)))
                (concat (.inputs ^Query (.query prepared)) (repeat nil))
                xs)]
    [(.query prepared) given (host-functions @functions)]))

(defn asked
  "Returns the query to ask, what it is given, and the functions it calls."
  [query xs]
  (let [prepared (prepare query)]
    (if (.rules prepared)
      (with-rules prepared xs)
      [(.query prepared) (mapv input xs) (.host prepared)])))

;; ---- what is found

(defn budget
  "Returns how much a query may take; with `timeout-millis`, no longer than that."
  ^Budget [timeout-millis]
  (if timeout-millis (.within Budget/DEFAULT (Duration/ofMillis timeout-millis)) Budget/DEFAULT))

(defn current
  "Returns `x`, or the database that a datom stream has now."
  [x]
  (if (instance? DatomStream x) (databases/database x) x))

(defn answered
  "Asks a query and returns its result as the engine has it."
  ^QueryResult [query xs ^Budget budget]
  (let [[query given functions] (asked query xs)]
    (Datalog/query ^Query query ^List given budget functions)))

(defn- collection
  "The result in the shape that the query asks for; rows that nothing is left to do for stay in columns."
  [^QueryResult result]
  (cond
    (.isSet result) (FoundSet/of result)
    (or (not (.isFinished result)) (.isKeyed result)) (->clj (.toValue result))
    (= FindShape/COLLECTION (.shape result)) (FoundVector/values result)
    (and (= FindShape/RELATION (.shape result)) (.isList result)) (FoundVector/tuples result)
    :else (->clj (.toValue result))))

(defn- basis
  "How far what was read reaches: the last transaction of a database, the bound of a stream."
  [xs]
  (into []
    (keep
      (fn [x]
        (cond
          (instance? Database x) (.basis ^Database x)
          (instance? BoundedStream x)
          (let [bound (.bound ^BoundedStream x)] [(.from bound) (.until bound)]))))
    xs))

(defn found
  "Asks a query and returns what it finds; of a collection the metadata says of what, and how long it took."
  [query xs budget]
  (let [start (System/nanoTime)
        xs (mapv current xs)
        result (answered query xs budget)
        found (collection result)]
    (if (instance? IObj found)
      (with-meta found
        (cond-> {:bourn/basis (basis xs)
                 :bourn/micros (quot (- (System/nanoTime) start) 1000)
                 :portal.viewer/default :portal.viewer/table}
          (seq (.warnings result)) (assoc :bourn/warnings (vec (.warnings result)))))
      found)))

(defn rows
  "Returns what a query found, each row made as it is gone through."
  [^QueryResult result]
  (let [one (condp = (.shape result)
              FindShape/COLLECTION (fn [row] (->clj (first row)))
              FindShape/SCALAR (fn [row] (->clj (first row)))
              (fn [row] (mapv ->clj row)))]
    (reading/walk (.rows result) one)))
