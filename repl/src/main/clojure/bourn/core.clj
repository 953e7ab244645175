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

  Refusals are `ex-info` with `:cognitect.anomalies/category` in their data.

  The examples below are of a store with the streams `orders` of {:item \"tea\" :total 4.5} and
  {:item \"jam\" :total 3.0}, `quakes` of rows, and `people`, whose database is `db`."
  (:refer-clojure :exclude [filter])
  (:require
   [bourn.asking :as asking :refer [text]]
   [bourn.databases :as databases :refer [database]]
   [bourn.reading :as reading]
   [bourn.refusals :as refusals :refer [outcome refused saying stamp]]
   [bourn.values :refer [->clj ->value]]
   [clojure.core.protocols :as protocols]
   [clojure.java.io :as io]
   [clojure.string :as str])
  (:import
   (bourn Bourn Guard GuardedCommit GuardedCommit$Outcome$Contended GuardedCommit$Outcome$Done GuardedCommit$Outcome$Indeterminate GuardedCommit$Outcome$Refused GuardedCommit$Outcome$Rejected)
   (bourn.adapters EventIterator Reading)
   (bourn.databases LazyEntity)
   (bourn.datalog Change Datalog Explanation LiveQuery Pull Query QueryResult)
   (bourn.datoms Attribute Transaction)
   (bourn.engine Budget HostFunctions)
   (bourn.formats TextFormat ValueReader)
   (bourn.index Database DatomStream Entity Listening Reports TransactionFunction)
   (bourn.kernel AppendRequest Bound BoundedStream CausalContext CausalOrder Checkpoint CommitRequest Committed Cursor Cut Deadline Durability EventStream Extent Keyword Lag Lease LeaseRequest Leases Leasing Producer Reader Reference StreamDescriptor StreamKind StreamName StreamSettings Value)
   (bourn.repl ClojureDatom)
   (bourn.sql Sql SqlColumn SqlResult StreamCatalog Views)
   (bourn.typed Blobs Inference ProductType Proposal$Reason TypeChange)
   (java.nio.file Path)
   (java.time Duration Instant)
   (java.util Collections List Map WeakHashMap)
   (java.util.concurrent Callable Future FutureTask)
   (java.util.function BiPredicate Consumer Function UnaryOperator)))

(set! *warn-on-reflection* true)

(defn- require-keys
  [what allowed found]
  (when-let [unknown (seq (remove allowed (keys found)))]
    (throw
      (refused :incorrect (str what " has the keys " allowed ", found " (pr-str (vec unknown)))
        {:unknown (vec unknown)}))))

(defn- function
  [f]
  (when-not (ifn? f)
    (throw (refused :incorrect (str "a function is required, found " (pr-str f)) {:found f})))
  f)

;; ---- stores and streams

(defn open
  "Opens the store in `folder`, and creates it if the folder is missing or empty; without a folder, a
  store on the heap. With {:read-only true}, as it is now, also while another process has it open. Close
  it with `.close` or `with-open`.

      (with-open [store (open)] (streams store)) ;=> []"
  (^Bourn [] (databases/known (Bourn/inMemory)))
  (^Bourn [folder] (open folder {}))
  (^Bourn [folder options]
   (require-keys "a store" #{:read-only} options)
   (when-not (or (string? folder) (instance? Path folder) (instance? java.io.File folder))
     (throw (refused :incorrect (str "a folder is required, as \"shop\", found " (pr-str folder)) {:found folder})))
   (let [path (Path/of (str folder) (make-array String 0))]
     (databases/known
       (saying (if (:read-only options) (Bourn/openReadOnly path) (Bourn/open path)))))))

(defn stream
  "Returns the stream named `name`, of whatever kind; creates one of any values if there is none.

      (stream store \"orders\") ;=> #<stream orders generic 2 events>"
  [store name]
  (let [store (databases/known store)
        ^EventStream found (saying (.orElse (.find (.kernel store) (databases/stream-name name)) nil))]
    (cond
      (nil? found) (saying (.stream store name))
      (= StreamKind/DATOM (.kind (.descriptor found))) (saying (.datoms store name))
      :else found)))

(defn datom-stream
  "Returns the stream of transactions named `name`, and creates it if there is none.

      (datom-stream store \"books\") ;=> #<datom stream books 0 transactions>"
  ^DatomStream [store name]
  (saying (.datoms (databases/known store) (.text (databases/stream-name name)))))

(def ^:private hinted
  "What a field of a record of Clojure's holds, by its hint."
  '{long :i64 double :f64 int :i32 float :f32 String :symbol Instant :instant UUID :uuid Boolean :bool})

(defn- record-fields
  "The fields of a record of Clojure's: hinted with long or double, they are in every row; others may be
  missing."
  [^Class type]
  (for [field (.invoke (.getMethod type "getBasis" (make-array Class 0)) nil (object-array 0))
        :let [hint (:tag (meta field))]]
    (if ('#{long double int float} hint)
      [(keyword field) (hinted hint)]
      [(keyword field) (keyword (get hinted hint hint)) :nullable])))

(defn- product-type
  ^ProductType [rows]
  (cond
    (instance? ProductType rows) rows
    (and (class? rows) (.isRecord ^Class rows)) (ProductType/of ^Class rows)
    (and (class? rows) (isa? rows clojure.lang.IRecord)) (recur (vec (record-fields rows)))
    :else (ProductType/of (->value rows))))

(defn typed-stream
  "Returns the stream of rows named `name`, and creates it if there is none. `rows` says what a row holds:
  fields as [:name type], with :nullable behind where one may be missing, or :default and what it is then;
  fields as maps of :name, :type, :nullable and :default, as JSON has them; a record of Java's; or one of
  Clojure's with hints. Types are :bool, :i8, :i16, :i32, :i64, :f32, :f64, :instant, :uuid, :symbol (a
  string that repeats), [:fixed-bytes n], and :blob, any value, put beside the rows; see `blob`.

      (def depths (typed-stream store \"depths\" [[:km :f64] [:place :symbol :nullable]]))
      (append-all! depths [{:km 3.5 :place \"Cook\"} {:km 8.0}])
      (reduce-column + 0.0 depths :km) ;=> 11.5"
  ^EventStream [store name rows]
  (saying (.typed (databases/known store) (.text (databases/stream-name name)) (product-type rows))))

(defn infer
  "Proposes what the rows of a sample are: those of a collection of maps, or of a file of CSV, TSV, JSON,
  NDJSON or EDN, as its name says; of a file the first :rows, 100,000 if not given. Returns {:type ..},
  which `typed-stream` takes, :rows, and by the field :why, a reason. `:text` is the type with its reasons,
  to be read, changed and pasted.

      (:type (infer [{:mag 5.3 :place \"Kuril\"} {:mag 2.0}]))
      ;=> [[:mag :f64] [:place :symbol :nullable]]"
  ([sample] (infer sample {}))
  ([sample options]
   (require-keys "an inference" #{:rows} options)
   (saying
     (let [inference (Inference.)]
       (if (coll? sample)
         (run! #(.add inference (->value %)) sample)
         (let [^TextFormat format (.orElse (TextFormat/of (str sample)) TextFormat/NDJSON)]
           (with-open [^ValueReader rows (.reader format (io/reader sample))]
             (loop [left (:rows options 100000)]
               (when-let [row (when (pos? left) (.next rows))]
                 (.add inference row)
                 (recur (dec left)))))))
       (let [proposal (.propose inference)]
         {:type (->clj (.declaration (.type proposal)))
          :rows (.rows proposal)
          :why (into (array-map)
                 (map (fn [^Proposal$Reason reason] [(keyword (.name (.field reason))) (.why reason)]))
                 (.reasons proposal))
          :text (str proposal)})))))

(defn- event-stream
  ^EventStream [x]
  (cond
    (instance? EventStream x) x
    (instance? DatomStream x) (.stream ^DatomStream x)
    (instance? BoundedStream x) (.stream ^BoundedStream x)
    :else (throw (refused :incorrect (str "a stream is required, found " (pr-str x)) {:found x}))))

(defn row-type
  "Returns what a row of a typed stream holds now, as `typed-stream` takes it.

      (row-type quakes) ;=> [[:mag :f64] [:place :symbol]]"
  [stream]
  (->clj (saying (.declaration (ProductType/of (event-stream stream))))))

(defn- store-that-is-open
  ^Bourn [stream]
  (or (databases/store-of stream)
    (throw (refused :incorrect (str "a stream of a store that is open is required, found " stream) {}))))

(defn change-type!
  "Changes what a row of a typed stream and of its forks holds, those of before too, which are not
  rewritten but read as the changes say; returns the type of now. One after another: [:add name type option...]
  with :nullable or :default, [:widen name type] to a type with more bits, [:relax name] of a field that
  becomes nullable, [:rename name to], and [:drop name]. All types there were are events of the stream
  \"bourn.types\".

      (change-type! quakes [[:rename :mag :magnitude] [:add :depth :f32 :default 10.0]])
      ;=> [[:magnitude :f64] [:place :symbol] [:depth :f32 :default 10.0]]
      (first (events quakes)) ;=> {:magnitude 5.3 :place \"Kuril\" :depth 10.0}"
  [stream changes]
  (let [stream (event-stream stream)
        changes (saying (mapv #(TypeChange/of (->value %)) changes))]
    (saying (.change (.types (store-that-is-open stream)) stream ^List changes))
    (row-type stream)))

(defn upcast!
  "Has a typed stream hold (f row) of each of its rows, as rows of another type, where `change-type!` leads
  to none; returns the new incarnation, whose offsets begin with 0. Takes as long as to append all rows;
  whoever appends to the old incarnation is told that it is sealed, and then deleted.

      (def whole (upcast! quakes [[:tenths :i32]] (fn [{:keys [mag]}] {:tenths (Math/round (* 10.0 mag))})))
      (events whole) ;=> [{:tenths 53} {:tenths 20}]"
  ^EventStream [stream rows f]
  (let [stream (event-stream stream)
        upcaster (reify UnaryOperator (apply [_ row] (->value (f (->clj row)))))]
    (saying (.upcast (store-that-is-open stream) stream (product-type rows) upcaster))))

(defn streams
  "Returns what streams `store` has, by name.

      (first (streams store)) ;=> {:name \"orders\" :kind :generic :tail 2}"
  [store]
  (mapv
    (fn [^StreamDescriptor descriptor]
      (let [name (.text (.name descriptor))]
        {:name name
         :kind (keyword (.toLowerCase (str (.kind descriptor))))
         :tail (.tail (.extent (.find (databases/store store) name)))}))
    (.streams (databases/store store))))

(defn extent
  "Returns how far a stream reaches now.

      (extent orders)
      ;=> {:earliest 0 :tail 2 :durable-tail ... :sealed false :incarnation ... :epoch ...}"
  [stream]
  (let [^Extent extent (.extent (event-stream stream))]
    {:earliest (.earliest extent)
     :tail (.tail extent)
     :durable-tail (.durableTail extent)
     :sealed (.sealed extent)
     :incarnation (.incarnation extent)
     :epoch (.epoch extent)}))

(defn context
  "Returns a new unit of work of `store`: what is read within it becomes the causes of what is appended
  within it."
  ^CausalContext [store]
  (.newContext (.kernel (databases/store store))))

(defn producer
  "Returns whoever numbers batches, so that one sent twice is appended once: give it to `append-all!` as
  :producer, and (.next producer) with the batch after that.

      (append! orders :tea {:producer (producer \"till-1\")}) ;=> {:first 2 :last 2 ...}"
  ^Producer [id]
  (saying (Producer/of id)))

(def ^:private durabilities {:memory Durability/MEMORY :log Durability/LOG :disk Durability/DISK})

(defn- durability
  ^Durability [x]
  (or (durabilities x)
    (throw
      (refused :incorrect (str ":durability is one of :memory, :log and :disk, found " (pr-str x)) {:found x}))))

(def ^:private append-options #{:if-tail :durability :context :producer})

(defn- requested
  "`request` under the options of an append."
  ^AppendRequest [^AppendRequest request {:keys [if-tail context producer] :as options}]
  (cond-> request
    if-tail (.ifTailIs if-tail)
    (:durability options) (.with (durability (:durability options)))
    producer (.by producer)
    context (.within context)))

(defn ^:no-doc appendable
  "The stream to append values to. Datoms are appended as transactions."
  ^EventStream [x]
  (let [stream (event-stream x)]
    (when (= StreamKind/DATOM (.kind (.descriptor stream)))
      (throw
        (refused :incorrect
          (str "a datom stream takes transactions: (transact " (.name (.descriptor stream)) " [...])") {})))
    stream))

(defn- all-of
  "`values` as a vector of values of Bourn."
  ^List [values]
  (when-not (or (nil? values) (coll? values) (instance? Iterable values) (.isArray (class values)))
    (throw (refused :incorrect (str "a collection of values is required, found " (pr-str values)) {:found values})))
  (saying (mapv ->value values)))

(defn- request
  ^AppendRequest [events options]
  (require-keys "an append" append-options options)
  (requested (AppendRequest/of (all-of events)) options))

(defn ^:no-doc request-of
  "Returns the request to append values of Bourn."
  ^AppendRequest [values durable context]
  (cond-> (AppendRequest/of ^List values)
    durable (.with (durability durable))
    context (.within context)))

(defn append-all!
  "Appends all of `values` or none. Options: `:if-tail`, the offset at which the stream must end;
  `:durability`, one of `:memory`, `:log` (if not given) and `:disk`; `:context`; `:producer`.

      (append-all! orders [{:item \"tea\"} {:item \"jam\"}] {:if-tail 2})
      ;=> {:first 2 :last 3 :stamp {:time ... :hlc ... :origin ... :causes []}}"
  ([stream values] (append-all! stream values {}))
  ([stream values options]
   (let [stream (appendable stream)]
     (outcome (saying (Blobs/append stream (request values options)))))))

(defn append-columns!
  "Appends rows to a typed stream, given by the field: an array of longs, doubles or strings, or anything
  of as many values as there are rows, nil where one is missing. Arrays of longs are instants too, in
  microseconds since 1970, and booleans, 0 or 1. No object is made a row of an array. Options are those of
  `append-all!`, and :missing, by the field the rows of an array that have no value, as an array of booleans
  or a BitSet.

      (append-columns! quakes {:mag (double-array [4.5 6.0]) :place [\"Kuril\" \"Fiji\"]})
      ;=> {:first 2 :last 3 ...}
      (reduce-column max 0.0 quakes :mag) ;=> 6.0"
  ([stream columns] (append-columns! stream columns {}))
  ([stream columns options]
   (require-keys "an append of columns" (conj append-options :missing) options)
   (let [stream (event-stream stream)]
     (outcome
       (saying
         (let [rows (reading/columns stream columns (:missing options))]
           (.append stream (requested (.request rows stream) options))))))))

(defn append!
  "Appends one value; see `append-all!`.

      (append! orders {:item \"milk\" :total 1.0}) ;=> {:first 2 :last 2 ...}"
  ([stream value] (append-all! stream [value]))
  ([stream value options] (append-all! stream [value] options)))

(defn seal!
  "Ends `stream` for ever, after appending `last-values`, in one step.

      (seal! orders [:closed]) ;=> {:first 2 :last 2 ...}"
  ([stream] (seal! stream []))
  ([stream last-values]
   (let [last-values (all-of last-values)
         stream (if (.isEmpty last-values) (event-stream stream) (appendable stream))]
     (outcome (saying (.seal stream last-values))))))

(defn fork
  "Returns a new stream named `name` that begins with the events of `stream` before the offset `at`, or all
  of them now, and then goes its own way. Copies nothing.

      (def what-if (fork orders \"what-if\" 1))
      (append! what-if {:item \"cake\"})
      (map :item (events what-if)) ;=> (\"tea\" \"cake\")
      (map :item (events orders))  ;=> (\"tea\" \"jam\")"
  ([stream name] (fork stream name (:tail (extent stream))))
  ([stream name at]
   (let [forked (saying (.fork (event-stream stream) (databases/stream-name name) at))]
     (if (instance? DatomStream stream) (databases/datoms-of forked) forked))))

(defn delete!
  "Deletes the stream named `name`; returns whether there was one.

      (delete! store \"orders\") ;=> true"
  [store name]
  (saying (.delete (.kernel (databases/store store)) (databases/stream-name name))))

(defn trim!
  "Drops all events of `stream` before the offset `before`; returns the first there is now.

      (trim! orders 1) ;=> 1"
  [stream before]
  (saying (.trim (event-stream stream) before)))

(def ^:private limits
  {:keep-count (fn [^StreamSettings s n] (.keepCount s n))
   :keep-bytes (fn [^StreamSettings s n] (.keepBytes s n))
   :keep-for (fn [^StreamSettings s millis] (.keepFor s (Duration/ofMillis millis)))
   :expire-after (fn [^StreamSettings s millis] (.expireAfter s (Duration/ofMillis millis)))
   :compact-by (fn [^StreamSettings s path] (.compactBy s (into-array Value (map ->value path))))
   :keep-tombstones-for
   (fn [^StreamSettings s millis] (.keepTombstonesFor s (Duration/ofMillis millis)))
   :note (fn [^StreamSettings s note] (.noting s (->value note)))})

(defn settings
  "Returns what was set of a stream, as `configure!` does."
  [stream]
  (->clj (.toValue (.settings (event-stream stream)))))

(defn configure!
  "Sets what may change about a stream, and unsets the rest: :keep-count, :keep-bytes, :keep-for (millis),
  :expire-after (millis), :compact-by (the path to a key), :keep-tombstones-for (millis), :note.

      (configure! orders {:keep-count 1000 :note \"of the shop\"})
      ;=> {:settings/most-events 1000 :settings/metadata \"of the shop\"}"
  [stream to]
  (require-keys "what is set" (set (keys limits)) to)
  (saying
    (.configure (event-stream stream)
      (reduce-kv (fn [so k x] ((limits k) so x)) StreamSettings/DEFAULT to)))
  (settings stream))

;; ---- reading

(defn bound
  "Cuts `stream` at the offsets `from` and `until`, or at what can be read now: an immutable value.
  Reading it counts as reading within `context`.

      (bound orders 0 1) ;=> #<bounded stream orders [0, 1)>"
  (^BoundedStream [stream] (reading/bounded (if (instance? DatomStream stream) (event-stream stream) stream)))
  (^BoundedStream [stream from until] (bound stream from until CausalContext/NONE))
  (^BoundedStream [stream from until context]
   (saying
     (if (instance? BoundedStream stream)
       (.part ^BoundedStream stream (Bound. from until) context)
       (.bound (event-stream stream) (Bound. from until) context)))))

(defn events
  "Returns the values of a stream or bounded stream: reducible, seqable, counted, and foldable in parallel.
  Each reduction opens a reader of its own and closes it, also when it stops early or throws.

      (into [] (map :total) (events orders))                   ;=> [4.5 3.0]
      (transduce (map :total) + (events (bound orders 0 1)))   ;=> 4.5"
  [stream]
  (reading/reading (bound stream) reading/event-value))

(declare event)

(defn- led-to
  "What navigates from a stamped event: to what its causes name."
  [stream event]
  (vary-meta event assoc `protocols/nav
    (fn [_ k x]
      (let [store (databases/store-of stream)
            found #(or (when store (bourn.core/event store %)) %)]
        (case k
          :causes (mapv found x)
          x)))))

(defn ^:no-doc stamped-by
  "Returns what makes all that is known of the event that a reader of `stream` stands on."
  [^EventStream stream]
  (fn [^Reader reader]
    (led-to stream
      (assoc (stamp (.stamp reader))
        :ref (.reference stream (.offset reader))
        :cursor (.cursor reader)
        :value (->clj (.value reader))))))

(defn stamped
  "Returns the events of a stream with all that is known of them, and the cursor behind each, as `events` does. `nav` leads from one to
  what caused it.

      (first (stamped orders))
      ;=> {:ref ... :cursor ... :value {:item \"tea\" :total 4.5} :time ... :hlc ... :origin ... :causes []}"
  [stream]
  (let [bounded (bound stream)]
    (reading/reading bounded (stamped-by (.stream bounded)))))

(defn- event-reference
  ^Reference [x]
  (when-not (instance? Reference x)
    (throw
      (refused :incorrect
        (str "a reference is required, as the :ref of what (stamped stream) has, found " (pr-str x)) {:found x})))
  x)

(defn event
  "Returns the event that `reference` names, as `stamped` does, or nil when it is gone.

      (:value (event store (:ref (first (stamped orders))))) ;=> {:item \"tea\" :total 4.5}"
  [store reference]
  (let [reference (event-reference reference)
        found (.find (.kernel (databases/known store)) (.incarnation reference))
        offset (.offset reference)]
    (when (.isPresent found)
      (let [^EventStream stream (.get found)]
        (when (.contains (.bound (.extent stream)) offset)
          (first (stamped (bound stream offset (inc offset)))))))))

(defn causes
  "Returns the events that led to the event that `reference` names, nearest first, each once.

      (def reader (context store))
      (run! :item (events (bound orders 0 1 reader)))
      (append! orders {:bill 4.5} {:context reader})
      (map :value (causes store (:ref (last (stamped orders))))) ;=> ({:item \"tea\" :total 4.5})"
  [store reference]
  (loop [found [], seen #{reference}, pending (:causes (event store reference))]
    (if (empty? pending)
      found
      (let [new (into [] (comp (remove seen) (distinct)) pending)
            those (into [] (keep #(event store %)) new)]
        (recur (into found those) (into seen new) (mapcat :causes those))))))

(defn- causal-order
  ^CausalOrder [store]
  (.order (.kernel (databases/store store))))

(defn before?
  "Returns whether the event that `one` names may have led to the one that `other` names.

      (apply before? store (map :ref (stamped orders))) ;=> true"
  [store one other]
  (saying (.before (causal-order store) (event-reference one) (event-reference other))))

(defn concurrent?
  "Returns whether neither of two events may have led to the other.

      (apply concurrent? store (map :ref (stamped orders))) ;=> false"
  [store one other]
  (saying (.concurrent (causal-order store) (event-reference one) (event-reference other))))

(defn cut
  "Returns the bounds of the streams of these names after one commit, causally closed, by name.

      (cut store [\"orders\"]) ;=> {\"orders\" #<bounded stream orders [0, 2)>}"
  [store names]
  (saying
    (let [store (databases/store store)
          ^Cut cut (.cut (.kernel store) ^List (mapv databases/stream-name names))]
      (into {}
        (map (fn [[^StreamName name ^Bound at]]
               [(.text name) (.bound ^EventStream (.get (.find (.kernel store) name)) at CausalContext/NONE)]))
        (.bounds cut)))))

(defn cursor
  "Returns a position of `stream` as a value: its earliest event, or the offset `at`; or what :earliest,
  :tail or an instant name. (.token cursor) is its text.

      (.offset (cursor orders :tail)) ;=> 2"
  (^Cursor [stream] (cursor stream :earliest))
  (^Cursor [stream at]
   (let [stream (event-stream stream)
         extent (.extent stream)]
     (cond
       (= :earliest at) (.earliestCursor extent)
       (= :tail at) (.tailCursor extent)
       (instance? Instant at) (.cursorAt stream ^Instant at)
       (inst? at) (.cursorAt stream (Instant/ofEpochMilli (inst-ms at)))
       (string? at) (saying (Cursor/of at))
       (int? at) (saying (Cursor. (.incarnation extent) (.epoch extent) at))
       :else
       (throw
         (refused :incorrect
           (str "a position is :earliest, :tail, an offset, an instant or a token, found " (pr-str at))
           {:found at}))))))

(defn follow
  "Returns what is appended to `stream`, from its earliest event on, to be reduced: it waits for what is to
  come, until it is reduced, the stream is sealed, or the thread is interrupted. Options: `:from`, a cursor
  or what `cursor` takes; `:for`, millis after which it ends; `:context`; `:stamped` true for all that is
  known of an event.

      (transduce (take 2) conj (follow orders))        ;=> [{:item \"tea\" ...} {:item \"jam\" ...}]
      (seal! orders)
      (transduce (map :total) + (follow orders))       ;=> 7.5"
  ([stream] (follow stream {}))
  ([stream {:keys [from for context stamped] :as options}]
   (require-keys "what is followed" #{:from :for :context :stamped} options)
   (let [^EventStream stream (event-stream stream)
         from (if (instance? Cursor from) from (cursor stream (or from :earliest)))
         read-one (stamped-by stream)
         ^Function as (reify Function
                        (apply [_ reader]
                          (if stamped
                            (read-one reader)
                            (.value ^Reader reader))))]
     (reading/waited
       (fn []
         (let [deadline (if for (Deadline/in (Duration/ofMillis for)) Deadline/NEVER)
               ^Reading reading (Reading/of stream ^CausalContext (or context CausalContext/NONE))
               ^Reading reading (.until (.from reading ^Cursor from) deadline)
               ^Reading reading (.as reading as)]
           (.iterator reading)))
       (fn [^EventIterator found]
         (if (.hasNext found) (cond-> (.next found) (not stamped) ->clj) reading/end))))))

(defn column
  "Returns the values of one field of a typed stream as an array: of longs for whole numbers, instants
  (microseconds since 1970) and booleans (0 or 1), of doubles, or of strings. Where a row has none there is
  0, NaN or nil.

      (vec (column quakes :place)) ;=> [\"Kuril\" \"Alaska\"]"
  [stream field]
  (let [bounded (bound stream)]
    (saying (reading/column bounded (some-> (databases/store-of bounded) .segments) field))))

(defn blob
  "Returns the value that a reference in a row of a typed stream refers to, its checksum verified.

      (def papers (typed-stream store \"papers\" [[:year :i16] [:body :blob]]))
      (append! papers {:year 1936 :body {:title \"On computable numbers\"}})
      (blob papers (:body (first (events papers)))) ;=> {:title \"On computable numbers\"}"
  [stream reference]
  (->clj (saying (Blobs/read (.kernel (event-stream stream)) (->value reference)))))

(defn reduce-column
  "Reduces the values of one field of a typed stream, rows without one left out. Neither rows nor, with a
  function of primitive doubles or longs, numbers are made.

      (reduce-column (fn ^double [^double acc ^double mag] (max acc mag)) 0.0 quakes :mag) ;=> 5.3"
  [f init stream field]
  (let [bounded (bound stream)]
    (saying (reading/reduced-column f init bounded (some-> (databases/store-of bounded) .segments) field))))

;; ---- consumers

(defn- lease
  [^Lease lease]
  (with-meta
    {:consumer (.consumer lease)
     :generation (.generation lease)
     :position (.position lease)
     :until (.until lease)}
    {::lease lease}))

(defn- leased
  ^Lease [lease]
  (or (::lease (meta lease))
    (throw (refused :incorrect (str "a lease is required, as acquire! returns, found " (pr-str lease)) {}))))

(defn- granted
  [^Leasing leasing]
  (lease (saying (.orThrow leasing))))

(defn- lease-request
  ^LeaseRequest [consumer {:keys [ttl from lag] :or {ttl 30000} :as options}]
  (require-keys "a lease" #{:ttl :from :lag} options)
  (when-not (string? consumer)
    (throw (refused :incorrect (str "the name of a consumer is a string, found " (pr-str consumer)) {})))
  (cond-> (LeaseRequest/of consumer (Duration/ofMillis ttl))
    (= :tail from) (.fromTail)
    (int? from) (.from from)
    lag (.holding (Lag/ofEvents lag))))

(defn- leases-of
  ^Leases [stream]
  (.leases (event-stream stream)))

(defn acquire!
  "Acquires the lease of a consumer on `stream`, with the position stored last; refused while somebody holds
  it. Options: `:ttl`, millis it lasts without being renewed (30,000); `:from`, the offset, or :tail, where
  a new consumer begins; `:lag`, how many events behind the tail are kept from retention.

      (acquire! orders \"billing\") ;=> {:consumer \"billing\" :generation 1 :position 0 :until ...}"
  ([stream consumer] (acquire! stream consumer {}))
  ([stream consumer options]
   (granted (saying (.acquire (leases-of stream) (lease-request consumer options))))))

(defn take-over!
  "Does as `acquire!`, whoever holds the lease: every commit of theirs is refused from now on."
  ([stream consumer] (take-over! stream consumer {}))
  ([stream consumer options]
   (granted (saying (.takeOver (leases-of stream) (lease-request consumer options))))))

(defn- position
  ^Cursor [stream at]
  (if (instance? Cursor at) at (cursor stream at)))

(defn checkpoint!
  "Stores how far a consumer has come, the offset or cursor of its next event, and renews its lease. Returns
  the lease as it is then.

      (let [lease (acquire! orders \"billing\")]
        (:position (checkpoint! orders lease 1))) ;=> 1"
  [stream lease at]
  (granted (saying (.store (leases-of stream) (leased lease) (position stream at)))))

(defn renew!
  "Has `lease` last for its time from now."
  [stream lease]
  (granted (saying (.renew (leases-of stream) (leased lease)))))

(defn release!
  "Ends `lease` now; its position stays.

      (:position (release! orders (acquire! orders \"billing\"))) ;=> 0"
  [stream lease]
  (granted (saying (.release (leases-of stream) (leased lease)))))

(defn forget!
  "Removes the lease of a consumer with its position, unless somebody holds it."
  [stream consumer]
  (granted (saying (.forget (leases-of stream) consumer))))

(defn leases
  "Returns the newest lease of every consumer of `stream`.

      (leases orders) ;=> []"
  [stream]
  (mapv lease (.all (leases-of stream))))

;; ---- databases

(defn db
  "Returns the current database of a datom stream.

      (db people) ;=> #<database people [0, 2)>"
  ^Database [datoms]
  (database datoms))

(defn- datom-stream-of
  ^DatomStream [x]
  (cond
    (instance? DatomStream x) x
    (and (instance? EventStream x)
      (= StreamKind/DATOM (.kind (.descriptor ^EventStream x)))
      (databases/store-of x))
    (databases/datoms-of x)
    :else
    (throw (refused :incorrect (str "a datom stream is required, found " (pr-str x)) {:found x}))))

(defn transact
  "Appends a transaction: maps and lists, as Datomic takes them. Options: `:durability` and `:context`, as
  of `append-all!`. A function in [:db/call f argument ...] makes forms of the database before and its
  arguments; nothing else is transacted meanwhile.

      (transact people [{:db/id 20 :person/name \"Eve\"}])
      ;=> {:db-before ... :db-after ... :tx-data [... [20 :person/name \"Eve\" 2 true]] :tempids {} :t 2 :stamp ...}"
  ([datoms forms] (transact datoms forms {}))
  ([datoms forms {:keys [context] :as options}]
   (require-keys "a transaction" #{:context :durability} options)
   (let [datoms (datom-stream-of datoms)
         ^CausalContext context (or context CausalContext/NONE)
         durability (durability (:durability options :log))]
     (databases/transacted
       (saying (.transact datoms (databases/forms-of forms) context durability))))))

(defn with
  "What `transact` would answer, without appending anything: `:db-after` is a database like any other.

      (rest (:tx-data (with db [[:db/add 20 :person/name \"Eve\"]]))) ;=> ([20 :person/name \"Eve\" 2 true])"
  [db forms]
  (let [db (database db)]
    (databases/speculated (saying (.with db (databases/forms db forms))))))

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
  (^Database [schema] (cond-> (Database/empty) (seq schema) (db-with schema))))

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

      (tx-fn! store :person/rename (fn [db e to] [[:db/add e :person/name to]]))
      (transact people [[:person/rename 17 \"Ada L.\"]])
      (:person/name (entity people 17)) ;=> \"Ada L.\""
  [store name f]
  (when-not (and (ident? name) (ifn? f))
    (throw (refused :incorrect (str "a name, as :person/rename, and a function are required, found " (pr-str name f)) {})))
  (.transaction (.functions (.databases (databases/store store))) (str (symbol name))
    (reify TransactionFunction
      (apply [_ before arguments]
        (databases/forms before (apply f before (map ->clj arguments))))))
  name)

(defn as-of
  "Returns `db` as it was right after the transaction `t`: its offset, its entity, or a moment.

      (:person/age (entity (as-of db 0) 17)) ;=> nil"
  ^Database [db t]
  (let [db (database db)
        t (databases/t db t)]
    (saying (if (neg? t) (.asOf db -1) (.asOf db t)))))

(defn since
  "Returns the database of what began after the transaction `t`: its offset, its entity, or a moment.

      (q '[:find [?a ...] :where [17 ?attribute] [?attribute :db/ident ?a]] (since db 1)) ;=> []"
  ^Database [db t]
  (let [db (database db)]
    (saying (.since db (databases/t db t)))))

(defn history
  "Returns the database of everything that was asserted and retracted.

      (q '[:find ?age ?added :where [17 :person/age ?age _ ?added]] (history db)) ;=> #{[36 true]}"
  ^Database [db]
  (saying (.history (database db))))

(defn filter
  "Returns the database of those datoms for which (f db [entity attribute value t added]) is true.

      (def public (filter db (fn [_ datom] (not= :person/age (:a datom)))))
      (:person/age (entity public 17)) ;=> nil"
  ^Database [db f]
  (function f)
  (saying
    (.filter (database db)
      (reify BiPredicate (test [_ all found] (boolean (f all (databases/datom all found))))))))

(defn basis-t
  "Returns the last transaction of `db`, -1 when there is none.

      (basis-t db) ;=> 1"
  [db]
  (.basis (database db)))

(defn entid
  "Returns the entity that an id, ident or lookup ref names, or nil.

      (entid db [:person/email \"ada@x\"]) ;=> 17"
  [db form]
  (let [db (database db)]
    (saying (.entity db (->value (databases/require-unique db form))))))

(defn ident
  "Returns the ident of an entity, given as `entid` takes it, or nil.

      (ident db (entid db :person/name)) ;=> :person/name"
  [db form]
  (let [db (database db)]
    (when-let [found (entid db form)]
      (some-> (.ident db (long found)) ->clj))))

(defn attribute
  "Returns what is declared of an attribute, given by its ident or entity, or nil.

      (attribute db :person/email)
      ;=> {:db/id ... :db/ident :person/email :db/valueType :db.type/string
      ;    :db/cardinality :db.cardinality/one :db/unique :db.unique/identity}"
  [db form]
  (let [db (database db)
        ^Attribute found (if (int? form) (.attribute db (long form)) (.attribute db ^Keyword (->value form)))
        type (some-> found .valueType)
        unique (some-> found .unique)]
    (when found
      (cond-> {:db/id (.id found)
               :db/ident (->clj (.ident found))
               :db/cardinality (if (.many found) :db.cardinality/many :db.cardinality/one)}
        type (assoc :db/valueType (->clj (.ident type)))
        unique (assoc :db/unique (keyword "db.unique" (str/lower-case (str unique))))
        (.component found) (assoc :db/isComponent true)
        (.noHistory found) (assoc :db/noHistory true)))))

;; ---- queries

(defn q
  "Asks a Datalog query, given as data or text, of databases, streams of any kind, bounded streams and
  collections. Answers in Datomic's shapes; the metadata of what is found says of what, and how long it
  took.

      (q '[:find ?name :where [_ :person/name ?name]] db)                              ;=> #{[\"Ada\"] [\"Grace\"]}
      (q '[:find [?mag ...] :in $ ?least :where [_ :mag ?mag] [(< ?least ?mag)]] quakes 5) ;=> [5.3]

  A query given as data may call functions of Clojure by their qualified names, in clauses and as
  aggregates of a list, and functions given for a variable:

      (q '[:find ?n :in $ ?ok :where [_ :person/name ?n] [(?ok ?n)]] db #(< 3 (count %))) ;=> #{[\"Grace\"]}"
  [query & xs]
  (saying (asking/found query xs Budget/DEFAULT)))

(defn q-within
  "Does as `q`, in at most so many millis; `xs` is what the query is given.

      (q-within 1000 '[:find ?name . :where [17 :person/name ?name]] [db]) ;=> \"Ada\""
  [millis query xs]
  (when-not (and (int? millis) (or (nil? xs) (sequential? xs)))
    (throw
      (refused :incorrect
        (str "as (q-within 1000 query [db]): millis, a query and a list of inputs are required, found " (pr-str millis)
          " and " (pr-str xs)) {})))
  (saying (asking/found query xs (asking/budget millis))))

(defn qseq
  "Does as `q`, for what is not wanted all at once: rows are made, and entities pulled, as they are gone
  through.

      (first (qseq '[:find (pull ?e [:person/name]) :where [?e :person/age 36]] db))
      ;=> [{:person/name \"Ada\"}]"
  [query & xs]
  (saying
    (let [^QueryResult result (asking/answered query (mapv asking/current xs) Budget/DEFAULT)]
      (asking/rows result))))

(defn- explained
  [^Explanation explanation]
  (with-meta (->clj (.toValue explanation)) {:type ::explanation ::text (str explanation)}))

(defmethod print-method ::explanation [x ^java.io.Writer w] (.write w ^String (::text (meta x))))

(defn explain
  "Returns how `query` would be answered, which prints as text: its :clauses in the order chosen, and the
  :plan.

      (mapv :clause (:clauses (explain '[:find ?n :where [?p :person/age 36] [?p :person/name ?n]] db)))
      ;=> [\"[?p :person/age 36] [?p :person/name ?n]\"]"
  [query & xs]
  (saying
    (let [[query given functions] (asking/asked query xs)]
      (explained (Datalog/explain ^Query query ^List given ^HostFunctions functions)))))

(defn explain-analyze
  "Asks `query` and returns how it was answered: as `explain`, with the rows and the time of each step.

      (mapv :rows (:clauses (explain-analyze '[:find ?n :where [?p :person/age 36] [?p :person/name ?n]] db)))
      ;=> [1]"
  [query & xs]
  (saying
    (let [[query given functions] (asking/asked query xs)]
      (explained (Datalog/analyze ^Query query ^List given Budget/DEFAULT ^HostFunctions functions)))))

(defn- change
  [^Change change]
  {:t (.t change)
   :db-after (.after change)
   :added (into #{} (map #(mapv ->clj %)) (.added change))
   :removed (into #{} (map #(mapv ->clj %)) (.removed change))})

(defn- live
  [query datoms xs]
  (let [[query given functions] (asking/asked query xs)
        given (mapv (fn [x given] (if (identical? x datoms) datoms given)) xs given)]
    [query given functions]))

(defn changes
  "Returns what each transaction on `datoms` from now on changes of the result of `query`, reducible: it
  waits for those to come, until it is reduced, the stream is sealed, or the thread is interrupted.
  `datoms` stands among what the query is given.

      (def news (changes '[:find ?n :where [_ :person/name ?n]] people people))
      (transact people [{:db/id 20 :person/name \"Eve\"}])
      (transduce (take 1) conj news) ;=> [{:t 2 :db-after ... :added #{[\"Eve\"]} :removed #{}}]"
  [query ^DatomStream datoms & xs]
  (let [[query given functions] (saying (live query datoms xs))
        live (saying (LiveQuery/over datoms query ^List given Budget/DEFAULT functions))]
    (reading/waited
      (constantly live)
      (fn [^LiveQuery live] (if-some [next (.next live Deadline/NEVER)] (change next) reading/end)))))

(defn listen-query!
  "Has `f` called with each change of the result of `query` from now on, as `changes` gives them, those that
  change nothing left out. Close what is returned to end that.

      (listen-query! #(println (:added %)) '[:find ?n :where [_ :person/name ?n]] people people)"
  ^Listening [f query ^DatomStream datoms & xs]
  (saying
    (let [[query given functions] (live query datoms xs)]
      (LiveQuery/listen datoms query ^List given Budget/DEFAULT functions
        (reify Consumer (accept [_ told] (f (change told))))))))

;; ---- pull and entities

(defn- named-value
  "The value that names an entity of `db`, which may be any source."
  [db form]
  (->value (if (instance? Database db) (databases/require-unique db form) form)))

(defn pull
  "Takes an entity apart by a pattern. `:xform` may name a function of Clojure, or be one.

      (pull db [:person/name {:person/boss [:person/name]}] [:person/email \"ada@x\"])
      ;=> {:person/name \"Ada\" :person/boss {:person/name \"Grace\"}}
      (pull db [[:person/age :xform inc]] 17) ;=> {:person/age 37}"
  [db pattern entity]
  (saying
    (let [[pattern functions] (asking/hosted pattern)
          db (asking/current db)]
      (->clj
        (Pull/pull (asking/source db) ^String pattern (asking/host-functions functions)
          (named-value db entity))))))

(defn pull-many
  "Takes several entities apart by one pattern, in one pass.

      (pull-many db [:person/name] [17 18]) ;=> [{:person/name \"Ada\"} {:person/name \"Grace\"}]"
  [db pattern entities]
  (when-not (or (nil? entities) (coll? entities))
    (throw (refused :incorrect (str "a collection of entities is required, found " (pr-str entities)) {})))
  (saying
    (let [[pattern functions] (asking/hosted pattern)
          db (asking/current db)]
      (mapv ->clj
        (Pull/pullMany (asking/source db) ^String pattern (asking/host-functions functions)
          ^List (mapv #(named-value db %) entities))))))

(defn entity
  "Returns an entity of `db`, to be read as it is asked: its keys are attributes, references are entities,
  and :ns/_attribute leads back. nil where `id` names nothing, or nothing is said of it.

      (:person/name (entity db [:person/email \"ada@x\"]))  ;=> \"Ada\"
      (-> (entity db 17) :person/boss :person/name)        ;=> \"Grace\""
  [db id]
  (databases/entity-of (database db) id))

(defn- lazy-entity
  ^Entity [x]
  (if (instance? LazyEntity x)
    (.entity ^LazyEntity x)
    (throw
      (refused :incorrect (str "an entity is required, as (entity db id), found " (pr-str x)) {:found x}))))

(defn touch
  "Returns all that is known of an entity as a map, with its components in it.

      (touch (entity db 18)) ;=> {:db/id 18 :person/name \"Grace\" :person/age 85}"
  [entity]
  (when entity
    (databases/touched (lazy-entity entity))))

(defn entity-db
  "Returns the database of `entity`.

      (= db (entity-db (entity db 17))) ;=> true"
  ^Database [entity]
  (.database (lazy-entity entity)))

;; ---- datoms in order

(defn datoms
  "Returns the datoms that begin with `components` in the order `index`, or those of one entity, as
  [entity attribute value t added]; a datom answers to :e, :a, :v, :t, :tx (the transaction's entity) and
  :added too. Its Clojure metadata has :db/meta, the entity that describes the fact, and :db/derived, where
  something is said of it.

      (datoms db 18)                          ;=> [[18 :person/name \"Grace\" 1 true] [18 :person/age 85 1 true]]
      (map :e (datoms db :avet :person/age 36)) ;=> (17)"
  [db index & xs]
  (let [db (database db)]
    (cond
      (databases/order? index)
      (databases/walked db (saying (.datoms db (databases/order index) (databases/components xs))))
      xs (databases/order index)
      :else (if-let [e (entid db index)]
              (mapv #(databases/datom db %) (saying (.datoms db (long e))))
              []))))

(defn seek-datoms
  "Returns all datoms of the order `index` from the first that begins with `components`, or comes after
  those, to the last.

      (first (seek-datoms db :avet :person/age 40)) ;=> [18 :person/age 85 1 true]"
  [db index & xs]
  (let [db (database db)]
    (databases/walked db (saying (.seek db (databases/order index) (databases/components xs))))))

(defn rseek-datoms
  "Returns all datoms of the order `index` backward from the last that begins with `components`, or comes
  before those, to the first.

      (first (rseek-datoms db :avet :person/age)) ;=> [18 :person/age 85 1 true]"
  [db index & xs]
  (let [db (database db)]
    (databases/walked db (saying (.reverseSeek db (databases/order index) (databases/components xs))))))

(defn index-range
  "Returns the datoms of an attribute by value, from `start` on and before `end`; nil for no limit.

      (into [] (index-range db :person/age 30 40)) ;=> [[17 :person/age 36 1 true]]"
  [db attribute start end]
  (let [db (database db)]
    (databases/walked db
      (saying
        (.range db (->value attribute) (some-> start ->value) (some-> end ->value))))))

(defn index-pull
  "Takes the entities of an attribute apart by a pattern, in the order of an index: `:index` is :avet or
  :aevt, `:selector` the pattern, `:start` begins with the attribute; `:reverse` goes backward. Reads
  as it is gone through.

      (into [] (index-pull db {:index :avet :selector [:person/name] :start [:person/age 30]}))
      ;=> [{:person/name \"Ada\"} {:person/name \"Grace\"}]"
  [db {:keys [index selector start reverse]}]
  (saying
    (let [[pattern functions] (asking/hosted selector)]
      (reading/walk
        (Pull/index (database db) (databases/order index) ^String pattern (asking/host-functions functions)
          (boolean reverse) (databases/components start))
        ->clj))))

(defn tx-range
  "Returns the transactions of a datom stream from `start` to before `end`, offsets, transactions' entities
  or moments, nil for no limit: as `events` does.

      (map :t (tx-range people 1 nil)) ;=> (1)"
  [datoms start end]
  (let [datoms (datom-stream-of datoms)
        db (.db datoms)
        tail (inc (.basis db))
        t #(if (inst? %) (inc (long (databases/t db %))) (databases/t db %))
        start (if start (t start) 0)]
    (reading/reading (bound datoms (min start tail) (if end (max start (min (t end) tail)) tail))
      (fn [^Reader reader]
        {:t (.offset reader)
         :data (mapv #(databases/datom db %)
                 (.datoms (Transaction/of (.offset reader) (.value reader))))}))))

;; ---- commits under guards

(defn- require-stream
  [type what x]
  (when-not (instance? type x)
    (throw (refused :incorrect (str what " is required, found " (pr-str x)) {:found x}))))

(defn- guard
  ^Guard [{:keys [nothing query same inputs] :as given}]
  (require-keys "a guard" (if nothing #{:nothing :inputs} #{:query :same :inputs}) given)
  (when-not (or nothing (and query (contains? given :same)))
    (throw
      (refused :incorrect
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

(defn- committed-with-positions
  "Appends and stores positions in one commit."
  [^Bourn store append checkpoint]
  (let [checkpoints (into {}
                      (map (fn [[stream [lease at]]]
                             [stream (Checkpoint/of (leased lease) (position stream at))]))
                      checkpoint)
        appends (into {}
                  (map (fn [[stream values]]
                         [(.name (.descriptor (event-stream stream))) (request values {})]))
                  append)
        ^Committed done (saying
                          (.commit (.kernel store)
                            (CommitRequest. appends (vec (vals checkpoints)) [])))]
    ;; A lease that was refused says why nothing was appended.
    {:leases (into {}
               (map (fn [[stream stored]] [stream (granted (.get (.leasings done) stored))]))
               checkpoints)
     :appended (appended done)}))

(defn commit!
  "Appends to several streams, all or nothing, if queries find what they should right before: `:when` has
  guards, {:nothing query :inputs [...]} or {:query query :same found :inputs [...]}, where a stream among
  the inputs stands for all of it at that moment; `:transact` has forms by datom stream, `:append` values
  by stream. Throws where a guard does not hold, with what it found in the data.

      (commit! store
        {:when [{:nothing '[:find ?p :in $ ?email :where [?p :person/email ?email]] :inputs [people \"eve@x\"]}]
         :transact {people [{:db/id \"eve\" :person/email \"eve@x\"}]}
         :append {orders [{:item \"cake\"}]}})
      ;=> {:appended {\"people\" {:first 2 ...} \"orders\" {:first 2 ...}} :tempids {\"people\" {\"eve\" 19}}}

  Without guards and forms, `:checkpoint` stores positions of consumers in the same commit, each [lease
  offset] by the stream that was read, so that each event is worked on once:

      (let [lease (acquire! orders \"billing\")]
        (:appended
          (commit! store {:append {(stream store \"bills\") [{:total 4.5}]} :checkpoint {orders [lease 1]}})))
      ;=> {\"bills\" {:first 0 ...}}"
  [^Bourn store {guards :when :keys [transact append checkpoint] :as given}]
  (require-keys "a commit" (if checkpoint #{:append :checkpoint} #{:when :transact :append}) given)
  (run! #(require-stream DatomStream "a datom stream" %) (keys transact))
  (run! appendable (keys append))
  (if checkpoint
    (committed-with-positions store append checkpoint)
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
                      (map (fn [[^StreamName name found]] [(.text name) (databases/tempids found)]))
                      (.tempids found))})

        GuardedCommit$Outcome$Refused
        (let [^GuardedCommit$Outcome$Refused found found]
          (throw
            (refused :conflict (str "nothing was appended: a guard found " (pr-str (->clj (.found found))))
              {:found (->clj (.found found)) :query (.query (.guard found))})))

        GuardedCommit$Outcome$Indeterminate
        (throw
          (refused :fault "the disk failed: all may have been appended, or nothing"
            {:outcomes (.outcomes (.commit ^GuardedCommit$Outcome$Indeterminate found))}))

        GuardedCommit$Outcome$Rejected
        (throw
          (refused :incorrect
            (str "nothing was appended: " (.outcomes (.commit ^GuardedCommit$Outcome$Rejected found)))
            {:outcomes (.outcomes (.commit ^GuardedCommit$Outcome$Rejected found))}))

        (throw
          (refused :busy "nothing was appended: others append all the time to what the guards read"
            {:attempts (.attempts ^GuardedCommit$Outcome$Contended found)}))))))

;; ---- listening

(defn reports
  "Returns what each transaction from `start` on did, as `transact` answers it, reducible: it goes on to
  wait for those to come, until it is reduced, the stream is sealed, or the thread is interrupted.

      (transduce (comp (map :t) (take 2)) conj (reports people 0)) ;=> [0 1]"
  [datoms start]
  (let [datoms (datom-stream-of datoms)]
    (reading/waited
      #(.reports datoms (long start))
      (fn [^Reports reports]
        (if-some [next (.next reports Deadline/NEVER)] (databases/report next) reading/end)))))

(defn listen!
  "Has `f` called with what each transaction after this does, one after the other, as `transact` answers
  it. Close what is returned to end that; if `f` throws, it ends by itself.

      (def told (promise))
      (with-open [_ (listen! people #(deliver told (:t %)))]
        (transact people [[:db/add 17 :person/age 37]])
        @told) ;=> 2"
  ^Listening [datoms f]
  (let [f (function f)]
    (.listen (datom-stream-of datoms)
      (reify Consumer (accept [_ told] (f (databases/report told)))))))

(defn sync-excise
  "Returns a future of the database once everything is gone, from memory and files, that transactions
  with :db/excise say.

      (transact people [{:db/excise 17 :db.excise/attrs [:person/age]}])
      (q '[:find [?age ...] :where [_ :person/age ?age]] @(sync-excise people)) ;=> [85]"
  ^Future [datoms]
  (let [datoms (datom-stream-of datoms)
        ^Callable done (fn [] (saying (.awaitExcised datoms Deadline/NEVER)) (.db datoms))
        task (FutureTask. done)]
    (Thread/startVirtualThread task)
    task))

;; ---- SQL

;; What is learnt of a store's tables is kept as long as the store.
(def ^:private catalogs (Collections/synchronizedMap (WeakHashMap.)))

(defn- catalog
  ^StreamCatalog [store]
  (or (.get ^Map catalogs store)
    (let [store (databases/store store)
          made (StreamCatalog/of (.kernel store) (.databases store) (.segments store))]
      (.put ^Map catalogs store made)
      made)))

(defn- answered-sql
  [ask]
  (saying
    (let [start (System/nanoTime)
          ^SqlResult result (ask)
          names (mapv #(keyword (.name ^SqlColumn %)) (.columns result))
          rows (mapv #(zipmap names (map ->clj %)) (.rows result))]
      (with-meta rows
        {:bourn/columns names
         :bourn/micros (quot (- (System/nanoTime) start) 1000)
         :portal.viewer/default :portal.viewer/table}))))

(defn- statement
  ^String [query]
  (let [statement (if (sequential? query) (first query) query)]
    (when-not (string? statement)
      (throw
        (refused :incorrect
          (str "SQL is text, or a vector of text and the values of its parameters, found " (pr-str query)) {})))
    statement))

(defn- parameters
  ^List [query]
  (if (string? query) [] (mapv ->value (rest query))))

(defn sql
  "Asks an SQL query of all streams of `store`, at one cut. Returns a vector of maps. A query with
  parameters, each a `?`, is a vector with the values behind it.

      (sql store \"SELECT place, mag FROM quakes WHERE mag > 5\") ;=> [{:place \"Kuril\" :mag 5.3}]
      (sql store [\"SELECT place FROM quakes WHERE mag > ?\" 5])  ;=> [{:place \"Kuril\"}]"
  [store query]
  (answered-sql
    #(Sql/query (statement query) (.now (catalog store)) Budget/DEFAULT (parameters query))))

(defn sql!
  "Does as `sql`, and lets `INSERT INTO` append to a stream: all rows, or none. Returns how many.

      (sql! store [\"INSERT INTO quakes (mag, place) VALUES (?, ?)\" 3.1 \"Etna\"]) ;=> [{:rows 1}]"
  [store query]
  (answered-sql
    #(Sql/execute (statement query) (.now (catalog store)) Budget/DEFAULT (parameters query))))

(defn explain-sql
  "Returns how an SQL query would be answered, as text.

      (explain-sql store \"SELECT place FROM quakes\") ;=> ..."
  [store query]
  (saying (Sql/explain (statement query) (.now (catalog store)) (parameters query))))

(defn view!
  "Gives an SQL query a name, under which statements have it as a table: an event of the stream
  `bourn.views`. Without a query the name stands for nothing any more.

      (view! store \"strong\" \"SELECT * FROM quakes WHERE mag > 5\") ;=> \"strong\"
      (sql store \"SELECT place FROM strong\")                       ;=> [{:place \"Kuril\"}]
      (view! store \"strong\" nil)                                  ;=> \"strong\""
  [^Bourn store ^String view ^String query]
  (saying
    (let [views (Views/of (catalog store))]
      (if query
        (.declare views view query)
        (.drop views view))
      view)))

(defn views
  "Returns the query of each view of `store`, by name.

      (view! store \"fiji\" \"SELECT * FROM quakes WHERE place = 'Fiji'\") ;=> \"fiji\"
      (views store) ;=> {\"fiji\" \"SELECT * FROM quakes WHERE place = 'Fiji'\"}"
  [^Bourn store]
  (saying (into (sorted-map) (.all (Views/of (catalog store))))))

;; ---- exploring

(defn- explored
  [x]
  ((requiring-resolve 'bourn.exploring/explored) x))

(defn- led
  [x k v]
  ((requiring-resolve 'bourn.exploring/led) x k v))

;; What is needed for that is loaded when it is first asked for.
(doseq [type [Bourn EventStream DatomStream BoundedStream Database LazyEntity ClojureDatom]]
  (extend type
    protocols/Datafiable {:datafy explored}
    protocols/Navigable {:nav led}))
