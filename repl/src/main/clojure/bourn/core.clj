(ns bourn.core
  "Streams as Clojure values, and queries as data.

      (def store (open \"shop\"))
      (append! (stream store \"orders\") {:item \"tea\" :total 4.5})
      (into [] (map :total) (events (stream store \"orders\")))          ;=> [4.5]

      (def people (datom-stream store \"people\"))
      (transact people [{:person/name \"Ada\"}])
      (q '[:find ?name . :where [_ :person/name ?name]] (db people))   ;=> \"Ada\"

  A stream only grows; `bound` cuts it into a value. What is asked of a stream is asked of all of it,
  now. Functions that take a database take a datom stream too, and then mean its current database.

  Refusals are `ex-info` with `:cognitect.anomalies/category` in their data."
  (:require
   [bourn.values :refer [->clj ->value]]
   [clojure.string :as str]
   [clojure.walk :as walk])
  (:import
   (bourn Bourn Guard GuardedCommit GuardedCommit$Outcome$Contended GuardedCommit$Outcome$Done GuardedCommit$Outcome$Indeterminate GuardedCommit$Outcome$Refused GuardedCommit$Outcome$Rejected)
   (bourn.datalog Change Datalog LiveQuery Pull Query)
   (bourn.datoms Attribute Datom Meta Transaction TransactionException)
   (bourn.engine Budget Functions HostFunction HostFunctions QueryException Source Sources)
   (bourn.index Database DatomOrder DatomStream Datoms Entity Listening Report Reports Speculated Transacted TransactionFunction)
   (bourn.kernel Append Append$Appended Append$Conflict Append$Invalid Append$Sealed AppendRequest Bound BoundedStream CausalContext ChunkVisitor Committed Deadline Durability EventStream Extent Keyword Reader Reference Stamp Step StorageException StreamDescriptor StreamKind StreamName Value)
   (bourn.sql Sql SqlColumn SqlResult StreamCatalog)
   (clojure.lang AFn Counted IFn ILookup IReduce IReduceInit Seqable)
   (java.nio.file Path)
   (java.util Collections Iterator List Map WeakHashMap)
   (java.util.concurrent Callable Future FutureTask)
   (java.util.function BiPredicate Consumer Function)))

(set! *warn-on-reflection* true)

;; ---- refusals

(defn- refused
  [category message data]
  (ex-info message (assoc data :cognitect.anomalies/category category)))

(defn- anomaly
  "Returns `e` as `ex-info`, or itself when it has no words for a user."
  [^Throwable e]
  (condp instance? e
    QueryException
    (let [^QueryException e e]
      (ex-info (.explain e)
        {:cognitect.anomalies/category :cognitect.anomalies/incorrect
         :bourn/code (->clj (.code e))
         :bourn/position (.position e)
         :bourn/hint (.hint e)}
        e))

    TransactionException
    (let [^TransactionException e e]
      (ex-info (.getMessage e)
        {:cognitect.anomalies/category :cognitect.anomalies/incorrect
         :bourn/code (->clj (.code e))
         :bourn/form (->clj (.form e))}
        e))

    IllegalArgumentException
    (ex-info (ex-message e) {:cognitect.anomalies/category :cognitect.anomalies/incorrect} e)

    StorageException
    (ex-info (.getMessage e) {:cognitect.anomalies/category :cognitect.anomalies/fault} e)

    e))

(defmacro ^:private saying
  "Evaluates `body`; what the kernel throws becomes `ex-info`."
  [& body]
  `(try ~@body (catch RuntimeException e# (throw (anomaly e#)))))

;; ---- stores and streams

(defn open
  "Opens the store in `folder`, and creates it if the folder is missing or empty; without a folder, a
  store on the heap. Close it with `.close` or `with-open`.

      (with-open [store (open \"shop\")] (streams store)) ;=> []"
  (^Bourn [] (Bourn/inMemory))
  (^Bourn [folder] (saying (Bourn/open (Path/of (str folder) (make-array String 0))))))

(defn stream
  "Returns the stream named `name`, of whatever kind; creates one of any values if there is none.

      (stream store \"orders\") ;=> #<stream orders generic 0 events>"
  [^Bourn store name]
  (let [found (.find (.kernel store) (StreamName. name))]
    (cond
      (.isEmpty found) (.stream store name)
      (= StreamKind/DATOM (.kind (.descriptor ^EventStream (.get found)))) (.datoms store name)
      :else (.get found))))

(defn datom-stream
  "Returns the stream of transactions named `name`, and creates it if there is none.

      (datom-stream store \"people\") ;=> #<datom stream people 0 transactions>"
  ^DatomStream [^Bourn store name]
  (.datoms store name))

(defn- extent
  ^Extent [stream]
  (.extent (if (instance? DatomStream stream) (.stream ^DatomStream stream) ^EventStream stream)))

(defn streams
  "Returns what streams `store` has, by name.

      (streams store) ;=> [{:name \"orders\" :kind :generic :tail 12}]"
  [^Bourn store]
  (mapv
    (fn [^StreamDescriptor descriptor]
      (let [name (.text (.name descriptor))]
        {:name name
         :kind (keyword (.toLowerCase (str (.kind descriptor))))
         :tail (.tail (extent (.find store name)))}))
    (.streams store)))

(defn context
  "Returns a new unit of work of `store`: what is read within it becomes the causes of what is appended
  within it."
  ^CausalContext [^Bourn store]
  (.newContext (.kernel store)))

(defn- request
  ^AppendRequest [events {:keys [if-tail durability context]}]
  (cond-> (AppendRequest/of ^List (mapv ->value events))
    if-tail (.ifTailIs if-tail)
    durability (.with (Durability/valueOf (.toUpperCase (name durability))))
    context (.within context)))

(defn- stamp
  [^Stamp stamp]
  {:time (.instant stamp) :hlc (.hlc stamp) :origin (.origin stamp) :causes (vec (.causes stamp))})

(defn- outcome
  [append]
  (condp instance? append
    Append$Appended
    (let [^Append$Appended append append]
      {:first (.first append) :last (.last append) :stamp (stamp (.stamp append))})

    Append$Conflict
    (throw
      (refused :cognitect.anomalies/conflict
        (str "the stream ends at " (.tail ^Append$Conflict append) " already; nothing was appended")
        {:tail (.tail ^Append$Conflict append)}))

    Append$Sealed
    (throw
      (refused :cognitect.anomalies/unsupported
        (str "the stream was sealed at " (.tail ^Append$Sealed append) "; nothing was appended")
        {:tail (.tail ^Append$Sealed append)}))

    Append$Invalid
    (let [violations (mapv str (.violations ^Append$Invalid append))]
      (throw
        (refused :cognitect.anomalies/incorrect
          (str "nothing was appended:\n  " (str/join "\n  " violations))
          {:violations violations})))

    (throw
      (refused :cognitect.anomalies/incorrect (str "nothing was appended: " append)
        {:outcome append}))))

(defn append-all!
  "Appends all of `values` or none. Options: `:if-tail`, the offset at which the stream must end;
  `:durability`, one of `:memory`, `:log` (if not given) and `:disk`; `:context`.

      (append-all! orders [{:item \"tea\"} {:item \"jam\"}] {:if-tail 0})
      ;=> {:first 0 :last 1 :stamp {:time #inst \"...\" :origin 17 :causes []}}"
  ([stream values] (append-all! stream values {}))
  ([^EventStream stream values options]
   (outcome (saying (.append stream (request values options))))))

(defn append!
  "Appends one value; see `append-all!`.

      (append! orders {:item \"tea\" :total 4.5}) ;=> {:first 0 :last 0 ...}"
  ([stream value] (append-all! stream [value]))
  ([stream value options] (append-all! stream [value] options)))

(defn seal!
  "Ends `stream` for ever, after appending `last-values`, in one step."
  ([stream] (seal! stream []))
  ([^EventStream stream last-values]
   (outcome (.seal stream ^List (mapv ->value last-values)))))

;; ---- reading

(defn bound
  "Cuts `stream` at the offsets `from` and `until`, or at what can be read now: an immutable value.
  Reading it counts as reading within `context`.

      (bound orders 0 10) ;=> #<bounded stream orders [0, 10)>"
  (^BoundedStream [^EventStream stream] (.bound stream))
  (^BoundedStream [^EventStream stream from until] (bound stream from until CausalContext/NONE))
  (^BoundedStream [^EventStream stream from until context]
   (saying (.bound stream (Bound. from until) context))))

(defn- bounded
  ^BoundedStream [x]
  (cond
    (instance? BoundedStream x) x
    (instance? EventStream x) (.bound ^EventStream x)
    (instance? DatomStream x) (.bound (.stream ^DatomStream x))
    :else (throw (IllegalArgumentException. (str "a stream is expected, was " (class x))))))

(defn- part-from
  "The part of `bounded` from offset `from` on."
  ^BoundedStream [^BoundedStream bounded from]
  (.part bounded (Bound. from (.until (.bound bounded))) CausalContext/NONE))

(defn- reading
  [^BoundedStream bounded read-one]
  (letfn [(chunks [^BoundedStream bounded]
            ;; A chunk at a time, so that a seq abandoned half-way leaves no reader open.
            (lazy-seq
              ;; Offsets, as a compacted stream has holes.
              (let [read-at (fn [^Reader reader] [(.offset reader) (read-one reader)])
                    chunk (into [] (take 32) (reading bounded read-at))]
                (when (seq chunk)
                  (concat (map second chunk)
                          (chunks (part-from bounded (inc (first (peek chunk))))))))))]
    (reify
      IReduce
      (reduce [this f]
        (let [none (Object.)
              found (.reduce this #(if (identical? none %1) %2 (f %1 %2)) none)]
          (if (identical? none found) (f) found)))
      (reduce [_ f init]
        (with-open [reader (.read bounded)]
          (loop [acc init]
            (let [step (.next ^Reader reader)]
              (cond
                (identical? Step/EVENT step)
                (let [acc (f acc (read-one reader))]
                  (if (reduced? acc) @acc (recur acc)))

                (identical? Step/GAP step)
                (throw
                  (refused :cognitect.anomalies/unavailable
                    (str "events are gone: " (.gap ^Reader reader))
                    {:gap (str (.gap ^Reader reader))}))

                :else acc)))))

      Counted
      (count [_]
        ;; Not that of the offsets, as a compacted stream has holes.
        (let [counted (volatile! 0)
              visitor (reify ChunkVisitor
                        (visit [_ _first _count from until _stamp _body]
                          (vswap! counted + (- until from))
                          true))]
          (saying (.chunks bounded visitor))
          (int @counted)))

      Seqable
      (seq [_] (seq (chunks bounded))))))

(defn events
  "Returns the values of a stream or bounded stream, reducible and seqable. Each reduction opens a
  reader of its own and closes it, also when it stops early or throws.

      (into [] (comp (map :total) (take 10)) (events orders)) ;=> [12.5 8.0 ...]"
  [stream]
  (reading (bounded stream) (fn [^Reader reader] (->clj (.value reader)))))

(defn stamped
  "Returns the events of a stream with all that is known of them, reducible and seqable.

      (first (stamped orders)) ;=> {:ref #bourn/ref [1 0] :value {...} :time ... :causes []}"
  [stream]
  (let [bounded (bounded stream)
        incarnation (.incarnation (.extent (.stream bounded)))]
    (reading bounded
      (fn [^Reader reader]
        (assoc (stamp (.stamp reader))
          :ref (Reference. incarnation (.offset reader))
          :value (->clj (.value reader)))))))

(defn event
  "Returns the event that `reference` names, as `stamped` does, or nil when it is gone.

      (event store #bourn/ref [1 0]) ;=> {:ref #bourn/ref [1 0] :value {...} ...}"
  [^Bourn store ^Reference reference]
  (let [found (.find (.kernel store) (.incarnation reference))
        offset (.offset reference)]
    (when (.isPresent found)
      (when (.contains (.bound (extent (.get found))) offset)
        (first (stamped (bound (.get found) offset (inc offset))))))))

(defn causes
  "Returns the events that led to the event that `reference` names, nearest first, each once.

      (map :value (causes store alert)) ;=> [{:text \"inspect\"} {:mag 3.5}]"
  [^Bourn store reference]
  (loop [found [], seen #{reference}, pending (:causes (event store reference))]
    (if (empty? pending)
      found
      (let [new (into [] (comp (remove seen) (distinct)) pending)
            those (into [] (keep #(event store %)) new)]
        (recur (into found those) (into seen new) (mapcat :causes those))))))

;; ---- databases

(defn db
  "Returns the current database of a datom stream."
  ^Database [^DatomStream datoms]
  (.db datoms))

(defn- database
  ^Database [x]
  (if (instance? DatomStream x) (.db ^DatomStream x) x))

(defn- datom
  [^Database db ^Datom datom]
  (let [found [(.entity datom)
               (if-let [attribute (.attribute db (.attribute datom))]
                 (->clj (.ident attribute))
                 (.attribute datom))
               (->clj (.value datom))
               (.t datom)
               (.added datom)]
        m (.meta datom)]
    (if (zero? m)
      found
      (with-meta found
        (cond-> {:db/derived (Meta/derived m)}
          (pos? (Meta/entity m)) (assoc :db/meta (Meta/entity m)))))))

(defn- transacted
  [^Database before ^Database after tx-data tempids]
  {:db-before before
   :db-after after
   :tx-data (mapv #(datom after %) tx-data)
   :tempids (into {} (map (fn [[k v]] [(->clj k) v])) tempids)})

(defn- called
  "`forms` with those calls answered whose function is given as itself: [:db/call f argument ...]."
  [db forms]
  (into []
    (mapcat
      (fn [form]
        (if (and (sequential? form)
              (#{:db/call :db.fn/call} (first form))
              (not (or (keyword? (second form)) (symbol? (second form)))))
          (called db (apply (second form) db (drop 2 form)))
          [form])))
    forms))

(defn- values
  ^List [db forms]
  (mapv ->value (called db forms)))

(defn transact
  "Appends a transaction: maps and lists, as Datomic takes them. Options as of `append-all!`. A function
  in [:db/call f argument ...] makes forms of the database before and its arguments; nothing else is
  transacted meanwhile.

      (transact people [{:person/name \"Ada\"}])
      ;=> {:db-before ... :db-after ... :tx-data [[17 :person/name \"Ada\" 0 true]] :tempids {} :t 0}"
  ([datoms forms] (transact datoms forms {}))
  ([^DatomStream datoms forms {:keys [context durability] :or {durability :log}}]
   (let [^Function forms (reify Function (apply [_ before] (values before forms)))
         ^CausalContext context (or context CausalContext/NONE)
         durability (Durability/valueOf (.toUpperCase (name durability)))
         ^Transacted done (saying (.transact datoms forms context durability))]
     (assoc (transacted (.before done) (.after done) (.datoms done) (.tempids done))
       :t (.t done)
       :stamp (stamp (.stamp done))))))

(defn with
  "What `transact` would answer, without appending anything: `:db-after` is a database like any other.

      (:tx-data (with (db people) [{:person/name \"Eve\"}])) ;=> [[18 :person/name \"Eve\" 1 true]]"
  [db forms]
  (let [db (database db)
        ^Speculated done (saying (.with db (values db forms)))]
    (transacted (.before done) (.after done) (.datoms done) (.tempids done))))

(defn db-with
  "Returns `db` as it would be after a transaction that is not appended.

      (q '[:find ?name . :where [_ :person/name ?name]] (db-with (empty-db) [{:person/name \"Ada\"}]))
      ;=> \"Ada\""
  ^Database [db forms]
  (:db-after (with db forms)))

(defn empty-db
  "Returns a database without facts that belongs to no store; with `schema`, forms that declare
  attributes. Such databases are equal when their facts are.

      (= (empty-db) (empty-db)) ;=> true"
  (^Database [] (Database/empty))
  (^Database [schema] (db-with (Database/empty) schema)))

(defn- asserting
  "The form that asserts a datom, with what describes it."
  [[e a v :as datom]]
  (let [described (meta datom)
        form [(if (:db/derived described) :db/derive :db/add) e a v]]
    (if-let [by (:db/meta described)]
      (conj form by)
      form)))

(defn init-db
  "Returns a database of `datoms`, [entity attribute value], that belongs to no store. What their Clojure
  metadata says of them, as that of `datoms` does, describes the facts.

      (q '[:find ?name . :where [1 :name ?name]] (init-db [[1 :name \"Ada\"]])) ;=> \"Ada\""
  (^Database [datoms] (init-db datoms []))
  (^Database [datoms schema]
   (db-with (empty-db schema) (map asserting datoms))))

(defn tx-fn!
  "Registers a function that transactions on the store's datom streams call by name: [name argument ...]
  is replaced by the forms that it makes of the database before and its arguments. Nothing that is stored
  is ever run. Returns `name`.

      (tx-fn! store :account/deposit
        (fn [db account amount] [[:db/add account :balance (+ amount (balance db account))]]))
      (transact accounts [[:account/deposit 17 100]])"
  [^Bourn store name f]
  (.transaction (.functions (.databases store)) (str (symbol name))
    (reify TransactionFunction
      (apply [_ before arguments] (values before (apply f before (map ->clj arguments))))))
  name)

(defn as-of
  "Returns `db` as it was right after transaction `t`."
  ^Database [db t]
  (.asOf (database db) t))

(defn since
  "Returns the database of what began after transaction `t`."
  ^Database [db t]
  (.since (database db) t))

(defn history
  "Returns the database of everything that was asserted and retracted."
  ^Database [db]
  (.history (database db)))

(defn filter-db
  "Returns the database of those datoms for which (f db [entity attribute value t added]) is true.

      (filter-db db (fn [_ [_ attribute]] (not= :person/salary attribute)))"
  ^Database [db f]
  (.filter (database db)
    (reify BiPredicate (test [_ all found] (boolean (f all (datom all found)))))))

(defn basis-t
  "Returns the last transaction of `db`, -1 when there is none."
  [db]
  (.basis (database db)))

(defn entid
  "Returns the entity that an id, ident or lookup ref names, or nil.

      (entid db [:airport/code \"SEA\"]) ;=> 417"
  [db form]
  (.entity (database db) (->value form)))

;; ---- queries

(defn- text
  "The query as text: what is written as a list stays a list, and errors can show the place."
  ^String [query]
  (if (string? query)
    query
    (binding [*print-length* nil
              *print-level* nil
              *print-meta* false
              *print-namespace-maps* false]
      (pr-str query))))

(defn- host-function
  [f]
  (reify HostFunction (apply [_ arguments] (->value (apply f (map ->clj arguments))))))

(defn- callable
  "The function that the head of a call names, if it is one of Clojure's and not the library's."
  [head]
  (cond
    (and (fn? head) (not (symbol? head))) head
    (and (qualified-symbol? head) (nil? (Functions/lookup (str head))))
    (let [resolved (try (requiring-resolve head) (catch Exception _ nil))]
      (when (and (var? resolved) (ifn? @resolved)) resolved))))

(defn- hosted
  "The query, or rules, with a name for each function in it, and those functions by name. Text names none:
  nothing that comes from outside is ever run."
  [query]
  (let [functions (volatile! {})
        named (fn [head f]
                (let [name (if (symbol? head) head (symbol "fn" (str "f" (count @functions))))]
                  (vswap! functions assoc (str name) f)
                  name))
        call (fn [form]
               (if-let [f (and (seq? form) (callable (first form)))]
                 (apply list (named (first form) f) (rest form))
                 form))]
    (if (string? query)
      [query {}]
      [(walk/postwalk call query) @functions])))

(defn- source
  ^Source [x]
  (cond
    (instance? Database x) (Sources/of ^Database x)
    (instance? DatomStream x) (Sources/of (.db ^DatomStream x))
    (instance? EventStream x) (recur (.bound ^EventStream x))
    (instance? BoundedStream x)
    (condp = (.kind (.descriptor (.stream ^BoundedStream x)))
      StreamKind/GENERIC (Sources/generic x)
      StreamKind/TYPED (Sources/typed ^BoundedStream x)
      (throw
        (refused :cognitect.anomalies/incorrect
          "a bounded datom stream is queried as a database: (as-of datoms t)"
          {})))))

(defn- input
  [x]
  (cond
    (and (fn? x) (not (keyword? x))) (host-function x)
    :else (or (source x) (->value x))))

(defn- asking
  "The query to ask, what it is given, and the functions it calls. Rules are passed on as text, as queries
  are."
  [query xs]
  (let [[query own] (hosted query)
        query (Query/parse (text query))
        functions (volatile! own)
        given (mapv
                (fn [form x]
                  (if (= "%" form)
                    (let [[rules more] (hosted x)]
                      (vswap! functions merge more)
                      (text rules))
                    (input x)))
                (concat (.inputs query) (repeat nil))
                xs)]
    [query
     given
     (reduce-kv
       (fn [^HostFunctions host ^String name f] (.with host name (host-function f)))
       HostFunctions/NONE
       @functions)]))

(defn q
  "Asks a Datalog query, given as data or text, of databases, streams of any kind, bounded streams and
  collections. Answers in Datomic's shapes.

      (q '[:find ?name :where [_ :person/name ?name]] db)                          ;=> #{[\"Ada\"]}
      (q '[:find [?mag ...] :in $ ?least :where [_ :mag ?mag] [(< ?least ?mag)]] quakes 5) ;=> [5.3]

  A query given as data may call functions of Clojure by their qualified names, in clauses and as
  aggregates of a list, and functions given for a variable:

      (q '[:find ?n :in $ ?ok :where [_ :person/name ?n] [(?ok ?n)]] db #(< 2 (count %)))"
  [query & xs]
  (saying
    (let [[query given functions] (asking query xs)]
      (->clj (.toValue (Datalog/query ^Query query ^List given Budget/DEFAULT functions))))))

(defn explain
  "Returns how `query` would be answered, as text: its clauses in the order chosen, and the plan."
  [query & xs]
  (saying
    (let [[query given functions] (asking query xs)]
      (str (Datalog/explain ^Query query ^List given ^HostFunctions functions)))))

(defn explain-analyze
  "Asks `query` and returns how it was answered, as text: as `explain`, with the rows and the time of each
  step."
  [query & xs]
  (saying
    (let [[query given functions] (asking query xs)]
      (str (Datalog/analyze ^Query query ^List given Budget/DEFAULT functions)))))

(defn- change
  [^Change change]
  {:t (.t change)
   :db-after (.after change)
   :added (into #{} (map #(mapv ->clj %)) (.added change))
   :removed (into #{} (map #(mapv ->clj %)) (.removed change))})

(defn- live
  [query datoms xs]
  (let [[query given functions] (asking query xs)
        given (mapv (fn [x given] (if (identical? x datoms) datoms given)) xs given)]
    [query given functions]))

(defn changes
  "Returns what each transaction on `datoms` from now on changes of the result of `query`, reducible: it
  waits for those to come, until it is reduced, the stream is sealed, or the thread is interrupted.
  `datoms` stands among what the query is given.

      (transduce (take 1) conj (changes '[:find ?n :where [_ :person/name ?n]] people people))
      ;=> [{:t 3 :db-after db :added #{[\"Cid\"]} :removed #{}}]"
  [query ^DatomStream datoms & xs]
  (let [[query given functions] (saying (live query datoms xs))
        live (saying (LiveQuery/over datoms query ^List given Budget/DEFAULT functions))]
    (reify
      IReduceInit
      (reduce [_ f init]
        (with-open [live ^LiveQuery live]
          (loop [acc init]
            (if-let [next (saying (.next live Deadline/NEVER))]
              (let [acc (f acc (change next))]
                (if (reduced? acc) @acc (recur acc)))
              acc)))))))

(defn listen-query!
  "Has `f` called with each change of the result of `query` from now on, as `changes` gives them, those that
  change nothing left out. Close what is returned to end that.

      (listen-query! #(println (:added %)) '[:find ?n :where [_ :person/name ?n]] people people)"
  ^Listening [f query ^DatomStream datoms & xs]
  (saying
    (let [[query given functions] (live query datoms xs)]
      (LiveQuery/listen datoms query ^List given Budget/DEFAULT functions
        (reify Consumer (accept [_ told] (f (change told))))))))

(defn pull
  "Takes an entity apart by a pattern.

      (pull db [:airport/name {:place/within [:place/name]}] [:airport/code \"SEA\"])
      ;=> {:airport/name \"Seattle-Tacoma Intl\" :place/within {:place/name \"Washington\"}}"
  [db pattern entity]
  (saying (->clj (Pull/pull (source db) ^String (text pattern) (->value entity)))))

(defn pull-many
  "Takes several entities apart by one pattern."
  [db pattern entities]
  (let [db (database db)]
    (mapv #(pull db pattern %) entities)))

(declare ->entity)

(defn- reference
  [^Database db ^Attribute attribute value]
  (if (.isReference attribute) (->entity db value) value))

(defn- looked-up
  "The value of the attribute `k` that `entity` has, or refers with, or nil."
  [^Entity entity k]
  (let [db (.database entity)
        ^String written (when (keyword? k) (subs (str k) 1))
        name-start (when written (inc (.indexOf written "/")))]
    (cond
      (nil? written) nil
      (= :db/id k) (.id entity)
      (.startsWith written "_" (int name-start))
      (let [forward (str (subs written 0 name-start) (subs written (inc name-start)))]
        (when-let [attribute (.attribute db (Keyword/of forward))]
          (when (.isReference attribute)
            (let [found (mapv #(->entity db (.id ^Entity %)) (.refs entity written))]
              (cond
                (empty? found) nil
                (.component attribute) (first found)
                :else (set found))))))
      :else
      (when-let [attribute (.attribute db (Keyword/of written))]
        (let [found (mapv #(reference db attribute (->clj %)) (.values entity written))]
          (cond
            (empty? found) nil
            (.many attribute) (set found)
            :else (peek found)))))))

(defn- touched
  [^Entity entity]
  (->clj (.touch entity)))

(deftype ^:private LazyEntity [^Entity entity]
  ILookup
  (valAt [_ k] (looked-up entity k))
  (valAt [_ k default] (if-some [found (looked-up entity k)] found default))
  IFn
  (invoke [_ k] (looked-up entity k))
  (invoke [this k default] (.valAt this k default))
  (applyTo [this arguments] (AFn/applyToHelper this arguments))
  Seqable
  (seq [_] (seq (touched entity)))
  Counted
  (count [_] (inc (count (.attributes entity))))
  Object
  (equals [_ other] (and (instance? LazyEntity other) (= entity (.entity ^LazyEntity other))))
  (hashCode [_] (hash entity))
  (toString [_] (str (touched entity))))

(defn- ->entity
  [db id]
  (LazyEntity. (Entity. db id)))

(defn entity
  "Returns an entity of `db`, to be read as it is asked: its keys are attributes, references are entities,
  and :ns/_attribute leads back. nil where `id` names nothing, or nothing is said of it.

      (:airport/name (entity db [:airport/code \"SEA\"]))         ;=> \"Seattle-Tacoma Intl\"
      (-> (entity db 17) :person/boss :person/name)               ;=> \"Grace\""
  [db id]
  (let [found (saying (Entity/of (database db) (->value id)))]
    (when (and found (seq (.attributes ^Entity found)))
      (LazyEntity. found))))

(defn touch
  "Returns all that is known of an entity as a map, with its components in it.

      (touch (entity db [:airport/code \"SEA\"])) ;=> {:db/id 417 :airport/code \"SEA\" ...}"
  [entity]
  (when entity
    (when-not (instance? LazyEntity entity)
      (throw
        (refused :cognitect.anomalies/incorrect
          (str "an entity is required, as (entity db id), found " (pr-str entity)) {:found entity})))
    (touched (.entity ^LazyEntity entity))))

(defn entity-db
  "Returns the database of `entity`."
  ^Database [entity]
  (.database ^Entity (.entity ^LazyEntity entity)))

(def ^:private orders
  {:eavt DatomOrder/EAVT :aevt DatomOrder/AEVT :avet DatomOrder/AVET :vaet DatomOrder/VAET})

(defn- components
  ^"[Lbourn.kernel.Value;" [xs]
  (into-array Value (map ->value xs)))

(defn- order
  ^DatomOrder [index]
  (or (orders index)
    (throw
      (refused :cognitect.anomalies/incorrect
        (str "an order is required, one of " (keys orders) ", found " (pr-str index))
        {:order index}))))

(defn- telling
  "`found` with its refusals while it is gone through as `ex-info`."
  ^Iterable [^Iterable found]
  (reify Iterable
    (iterator [_]
      (let [^Iterator found (saying (.iterator found))]
        (reify Iterator
          (hasNext [_] (saying (.hasNext found)))
          (next [_] (saying (.next found))))))))

(defn- walked
  "Datoms as vectors, reducible and seqable, read again each time."
  [^Database db ^Datoms found]
  (eduction (map #(datom db %)) (telling found)))

(defn datoms
  "Returns the datoms that begin with `components` in the order `index`, or those of one entity, as
  [entity attribute value t added]. The Clojure metadata of one has :db/meta, the entity that describes
  the fact, and :db/derived, where something is said of it.

      (datoms db [:airport/code \"SEA\"])        ;=> [[417 :airport/code \"SEA\" 2 true] ...]
      (datoms db :avet :airport/code \"SEA\")    ;=> ([417 :airport/code \"SEA\" 2 true])"
  [db index & xs]
  (let [db (database db)]
    (cond
      (orders index) (walked db (saying (.datoms db (order index) (components xs))))
      xs (order index)
      :else (if-let [e (.entity db (->value index))]
              (mapv #(datom db %) (.datoms db (long e)))
              []))))

(defn seek-datoms
  "Returns all datoms of the order `index` from the first that begins with `components`, or comes after
  those, to the last.

      (seek-datoms db :avet :person/age 18) ;=> ([17 :person/age 18 3 true] [21 :person/age 20 1 true] ...)"
  [db index & xs]
  (let [db (database db)]
    (walked db (saying (.seek db (order index) (components xs))))))

(defn rseek-datoms
  "Returns all datoms of the order `index` backward from the last that begins with `components`, or comes
  before those, to the first.

      (first (rseek-datoms db :avet :person/age)) ;=> [21 :person/age 96 1 true]"
  [db index & xs]
  (let [db (database db)]
    (walked db (saying (.reverseSeek db (order index) (components xs))))))

(defn index-range
  "Returns the datoms of an attribute by value, from `start` on and before `end`; nil for no limit.

      (index-range db :person/age 18 21) ;=> ([17 :person/age 18 3 true] [21 :person/age 20 1 true])"
  [db attribute start end]
  (let [db (database db)]
    (walked db
      (saying
        (.range db (->value attribute) (some-> start ->value) (some-> end ->value))))))

(defn index-pull
  "Takes the entities of an attribute apart by a pattern, in the order of an index: `:index` is :avet or
  :aevt, `:selector` the pattern, `:start` begins with the attribute; `:reverse` goes backward. Reads
  as it is gone through.

      (into [] (take 2) (index-pull db {:index :avet :selector [:person/name] :start [:person/age 18]}))
      ;=> [{:person/name \"Ada\"} {:person/name \"Bob\"}]"
  [db {:keys [index selector start reverse]}]
  (let [found (saying
                (Pull/index (database db) (order index) ^String (text selector) (boolean reverse)
                  (components start)))]
    (eduction (map ->clj) (telling found))))

(defn tx-range
  "Returns the transactions of a datom stream from `start` to before `end`, reducible and seqable."
  [^DatomStream datoms start end]
  (let [db (.db datoms)]
    (reading (bound (.stream datoms) start (min end (.tail (extent datoms))))
      (fn [^Reader reader]
        {:t (.offset reader)
         :data (mapv #(datom db %) (.datoms (Transaction/of (.offset reader) (.value reader))))}))))

;; ---- commits under guards

(defn- require-keys
  [what allowed found]
  (when-let [unknown (seq (remove allowed (keys found)))]
    (throw
      (refused :cognitect.anomalies/incorrect
        (str what " has the keys " allowed ", found " (pr-str (vec unknown)))
        {:unknown (vec unknown)}))))

(defn- require-stream
  [type what x]
  (when-not (instance? type x)
    (throw
      (refused :cognitect.anomalies/incorrect (str what " is required, found " (pr-str x)) {:found x}))))

(defn- guard
  ^Guard [{:keys [nothing query same inputs] :as given}]
  (require-keys "a guard" (if nothing #{:nothing :inputs} #{:query :same :inputs}) given)
  (when-not (or nothing (and query (contains? given :same)))
    (throw
      (refused :cognitect.anomalies/incorrect
        "a guard has :nothing and a query, or :query and :same, what it has to find" {:guard given})))
  (let [asked (text (or nothing query))]
    (Guard. asked
      (mapv (fn [x]
              (if (or (instance? Database x) (instance? DatomStream x) (instance? EventStream x)
                    (instance? BoundedStream x))
                x
                (->value x)))
        inputs)
      (when-not nothing (->value same)))))

(defn- appended
  [^Committed commit]
  (into {}
    (map (fn [[^StreamName name append]] [(.text name) (outcome append)]))
    (.outcomes commit)))

(defn commit!
  "Appends to several streams, all or nothing, if queries find what they should right before: `:when` has
  guards, {:nothing query :inputs [...]} or {:query query :same found :inputs [...]}, where a stream among
  the inputs stands for all of it at that moment; `:transact` has forms by datom stream, `:append` values
  by stream. Throws where a guard does not hold, with what it found in the data.

      (commit! store
        {:when [{:nothing '[:find ?b :in $ ?room :where [?b :booking/room ?room]] :inputs [bookings 7]}]
         :transact {bookings [{:booking/room 7 :booking/guest \"Ada\"}]}
         :append {orders [{:item \"cake\"}]}})
      ;=> {:appended {\"bookings\" {:first 3 :last 3 ...} \"orders\" {...}} :tempids {\"bookings\" {}}}"
  [^Bourn store {guards :when :keys [transact append] :as given}]
  (require-keys "a commit" #{:when :transact :append} given)
  (run! #(require-stream DatomStream "a datom stream" %) (keys transact))
  (run! #(require-stream EventStream "a stream" %) (keys append))
  (let [commit (reduce (fn [^GuardedCommit c x] (.and c (guard x)))
                 (GuardedCommit/when (into-array Guard [])) guards)
        commit (reduce (fn [^GuardedCommit c [datoms forms]]
                         (.transact c datoms ^List (mapv ->value forms)))
                 commit transact)
        commit (reduce (fn [^GuardedCommit c [stream events]] (.append c stream (request events {})))
                 commit append)
        found (saying (.commit store ^GuardedCommit commit))]
    (condp instance? found
      GuardedCommit$Outcome$Done
      (let [^GuardedCommit$Outcome$Done found found]
        {:appended (appended (.commit found))
         :tempids (into {}
                    (map (fn [[^StreamName name tempids]]
                           [(.text name) (into {} (map (fn [[k v]] [(->clj k) v])) tempids)]))
                    (.tempids found))})

      GuardedCommit$Outcome$Refused
      (let [^GuardedCommit$Outcome$Refused found found]
        (throw
          (refused :cognitect.anomalies/conflict
            (str "nothing was appended: a guard found " (pr-str (->clj (.found found))))
            {:found (->clj (.found found)) :query (.query (.guard found))})))

      GuardedCommit$Outcome$Indeterminate
      (throw
        (refused :cognitect.anomalies/fault "the disk failed: all may have been appended, or nothing"
          {:outcomes (.outcomes (.commit ^GuardedCommit$Outcome$Indeterminate found))}))

      GuardedCommit$Outcome$Rejected
      (throw
        (refused :cognitect.anomalies/incorrect
          (str "nothing was appended: " (.outcomes (.commit ^GuardedCommit$Outcome$Rejected found)))
          {:outcomes (.outcomes (.commit ^GuardedCommit$Outcome$Rejected found))}))

      (throw
        (refused :cognitect.anomalies/busy
          "nothing was appended: others append all the time to what the guards read"
          {:attempts (.attempts ^GuardedCommit$Outcome$Contended found)})))))

;; ---- listening

(defn- report
  [^Report report]
  (assoc (transacted (.before report) (.after report) (.datoms report) nil)
    :t (.t report)
    :stamp (stamp (.stamp report))))

(defn reports
  "Returns what each transaction from `start` on did, as `transact` answers it, reducible: it goes on to
  wait for those to come, until it is reduced, the stream is sealed, or the thread is interrupted.

      (transduce (take 2) conj (reports people 0)) ;=> [{:t 0 :tx-data [...]} {:t 1 ...}]"
  [^DatomStream datoms start]
  (reify
    IReduceInit
    (reduce [_ f init]
      (with-open [^Reports reports (saying (.reports datoms (long start)))]
        (loop [acc init]
          (if-let [next (saying (.next reports Deadline/NEVER))]
            (let [acc (f acc (report next))]
              (if (reduced? acc) @acc (recur acc)))
            acc))))))

(defn listen!
  "Has `f` called with what each transaction after this does, one after the other, as `transact` answers
  it. Close what is returned to end that; if `f` throws, it ends by itself.

      (def listening (listen! people #(println (:tx-data %))))
      (.close listening)"
  ^Listening [^DatomStream datoms f]
  (.listen datoms (reify Consumer (accept [_ told] (f (report told))))))

(defn sync-excise
  "Returns a future of the database once everything is gone, from memory and files, that transactions
  with :db/excise say.

      (transact people [{:db/excise 100 :db.excise/attrs [:person/mail]}])
      @(sync-excise people) ;=> #bourn/db \"people [0, 4)\""
  ^Future [^DatomStream datoms]
  (let [^Callable done (fn [] (saying (.awaitExcised datoms Deadline/NEVER)) (.db datoms))
        task (FutureTask. done)]
    (Thread/startVirtualThread task)
    task))

;; What is learnt of a store's tables is kept as long as the store.
(def ^:private catalogs (Collections/synchronizedMap (WeakHashMap.)))

(defn- catalog
  ^StreamCatalog [^Bourn store]
  (or (.get ^Map catalogs store)
    (let [made (StreamCatalog/of (.kernel store) (.databases store) (.segments store))]
      (.put ^Map catalogs store made)
      made)))

(defn sql
  "Asks an SQL query of all streams of `store`, at one cut. Returns a vector of maps.

      (sql store \"SELECT origin, COUNT(*) AS flights FROM flights GROUP BY origin\")
      ;=> [{:origin \"SEA\" :flights 219} ...]"
  [^Bourn store query]
  (saying
    (let [result (Sql/query query (.now (catalog store)))
          names (mapv #(keyword (.name ^SqlColumn %)) (.columns result))]
      (mapv (fn [row] (zipmap names (map ->clj row))) (.rows result)))))

;; ---- printing: one line each

(defn- prints
  [type say]
  (defmethod print-method type [x ^java.io.Writer w] (.write w ^String (say x))))

(prints Bourn
  (fn [^Bourn store] (str "#<store " (count (.streams store)) " streams>")))

(prints EventStream
  (fn [^EventStream stream]
    (let [descriptor (.descriptor stream)]
      (str "#<stream " (.name descriptor)
        " " (.toLowerCase (str (.kind descriptor)))
        " " (.tail (.extent stream)) " events>"))))

(prints DatomStream
  (fn [^DatomStream datoms]
    (str "#<datom stream " (.name (.descriptor (.stream datoms)))
      " " (.tail (extent datoms)) " transactions>")))

(prints BoundedStream
  (fn [^BoundedStream bounded]
    (str "#<bounded stream " (.name (.descriptor (.stream bounded))) " " (.bound bounded) ">")))

(prints LazyEntity
  (fn [^LazyEntity entity] (str "#<entity " (.toString entity) ">")))

(prints Database
  (fn [^Database db]
    (str "#<database " (.name (.descriptor (.stream (.bounded db)))) " " (.bound (.bounded db))
      (when (.isHistory db) " history") ">")))
