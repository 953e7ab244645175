(ns bourn.reading
  "What is gone through: reducible, seqable in chunks, and, of streams, counted and foldable in parallel.
  Nothing is open but while it is reduced: a seq that is abandoned leaves nothing behind."
  (:require
   [bourn.refusals :refer [anomaly refused saying]]
   [bourn.values :refer [->clj ->value]]
   [clojure.core.reducers :as r])
  (:import
   (bourn.kernel Bound BoundedStream CausalContext ChunkVisitor Cursor EventStream Keyword Reader Step)
   (bourn.repl FoundSet)
   (bourn.typed ColumnSegments Columns Field FieldType TypedTable)
   (clojure.core.protocols CollReduce)
   (clojure.lang Counted IFn$DDD IFn$LLL IHashEq IPersistentCollection IReduce IReduceInit SeqIterator Seqable Sequential)
   (java.util ArrayList BitSet Iterator List)
   (java.util.function DoubleBinaryOperator LongBinaryOperator)))

(set! *warn-on-reflection* true)

;; ---- seqs and print

(def ^:private chunk-size 32)

(defn- chunked
  "A seq of what `read-chunk` makes of a position: nil, or [chunk next-position]."
  [read-chunk position]
  (lazy-seq
    (when-let [[chunk next-position] (read-chunk position)]
      (chunk-cons chunk (chunked read-chunk next-position)))))

(defn- first-reduced
  "Reduces without an initial value what can be reduced with one."
  [^IReduceInit coll f]
  (let [none (Object.)
        found (.reduce coll (fn [acc x] (if (identical? none acc) x (f acc x))) none)]
    (if (identical? none found) (f) found)))

(defn- same?
  [coll other]
  (and (or (sequential? other) (instance? java.util.List other)) (= (seq coll) (seq other))))

(def ^:private most-printed 20)

(defn- print-some
  [coll ^java.io.Writer w]
  (binding [*print-length* (or *print-length* most-printed)]
    (print-method (or (seq coll) ()) w)))

;; ---- events

(defn- step
  [^Reader reader]
  (try (.next reader) (catch RuntimeException e (throw (anomaly e)))))

(defn- gone
  [^Reader reader]
  (refused :unavailable (str "events are gone: " (.gap reader)) {:gap (str (.gap reader))}))

(defn- read-chunk
  "Reads some events of `bounded` from `position`, a cursor or nil for its start, within its context."
  [^BoundedStream bounded read-one position]
  (with-open [^Reader reader (saying (.read bounded))]
    (when position (.seek reader ^Cursor position))
    (let [buffer (chunk-buffer chunk-size)]
      (loop [read 0]
        (let [found (when (< read (int chunk-size)) (step reader))]
          (cond
            (identical? Step/EVENT found)
            (do (chunk-append buffer (read-one reader)) (recur (inc read)))

            ;; What was read before a gap is given first.
            (and (identical? Step/GAP found) (zero? read)) (throw (gone reader))
            (pos? read) [(chunk buffer) (.cursor reader)]))))))

(def ^:private part-size
  "How many offsets one task of a fold has at least: opening a reader costs about what a hundred events
  cost."
  4096)

(defn- parts
  [^BoundedStream bounded n]
  (let [bound (.bound bounded)
        size (max (long n) (long part-size))]
    (mapv
      (fn [^long from]
        (.part bounded (Bound. from (min (.until bound) (+ from size))) CausalContext/NONE))
      (range (.from bound) (.until bound) size))))

(deftype Events [^BoundedStream bounded read-one]
  Sequential
  Iterable
  (iterator [this] (SeqIterator. (seq this)))
  IReduce
  (reduce [this f] (first-reduced this f))
  (reduce [_ f init]
    (with-open [^Reader reader (saying (.read bounded))]
      (loop [acc init]
        (let [found (step reader)]
          (cond
            (identical? Step/EVENT found)
            (let [acc (f acc (read-one reader))]
              (if (reduced? acc) @acc (recur acc)))

            (identical? Step/GAP found) (throw (gone reader))
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
  (seq [_] (seq (chunked #(read-chunk bounded read-one %) nil)))

  r/CollFold
  (coll-fold [_ n combinef reducef]
    (.observe bounded)
    (r/coll-fold (parts bounded n) 1 combinef
      (fn [acc part] (reduce reducef acc (Events. part read-one)))))

  IPersistentCollection
  (cons [this x] (cons x this))
  (empty [_] ())
  (equiv [this other] (same? this other))
  IHashEq
  (hasheq [this] (hash (into [] this)))
  Object
  (hashCode [this] (.hashCode ^Object (into [] this)))
  (equals [this other] (same? this other))
  (toString [this] (pr-str this)))

(defmethod print-method Events [events w] (print-some events w))

(defn bounded
  "Cuts a stream, of whatever kind, at what can be read now; a bounded stream is itself."
  ^BoundedStream [x]
  (cond
    (instance? BoundedStream x) x
    (instance? EventStream x) (saying (.bound ^EventStream x))
    :else
    (throw
      (refused :incorrect (str "a stream or a bounded stream is required, found " (pr-str x)) {:found x}))))

(defn reading
  "Returns the events of `bounded`, each as `read-one` makes it of the reader that stands on it."
  [bounded read-one]
  (Events. bounded read-one))

(defn event-value
  "Returns the value of the event that `reader` stands on."
  [^Reader reader]
  (->clj (.value reader)))

;; ---- what Java iterates over

(defn- walked-iterator
  ^Iterator [^Iterable found f]
  (let [^Iterator found (saying (.iterator found))]
    (reify Iterator
      (hasNext [_] (saying (.hasNext found)))
      (next [_] (f (saying (.next found)))))))

(defn- next-part
  [^Iterator found]
  (let [part (ArrayList.)]
    (while (and (< (.size part) (int part-size)) (saying (.hasNext found)))
      (.add part (.next found)))
    (when-not (.isEmpty part) part)))

(defn- next-parts
  "Takes the next things off `found`, in parts that as many tasks fold; nil when there are none."
  [found]
  (not-empty
    (into []
      (comp (map (fn [_] (next-part found))) (take-while some?))
      (range (* 2 (.availableProcessors (Runtime/getRuntime)))))))

(deftype Walk [^Iterable found f]
  Sequential
  Iterable
  (iterator [_] (walked-iterator found f))
  IReduce
  (reduce [this f] (first-reduced this f))
  (reduce [_ g init]
    (let [^Iterator found (saying (.iterator found))]
      (loop [acc init]
        (if (saying (.hasNext found))
          (let [acc (g acc (f (saying (.next found))))]
            (if (reduced? acc) @acc (recur acc)))
          acc))))

  Seqable
  (seq [_] (clojure.lang.RT/chunkIteratorSeq (walked-iterator found f)))

  ;; One thread reads, several make of it what `f` does and fold that.
  r/CollFold
  (coll-fold [_ _n combinef reducef]
    (let [found (saying (.iterator found))]
      (loop [acc (combinef)]
        (if-let [parts (next-parts found)]
          (recur
            (combinef acc
              (r/coll-fold parts 1 combinef
                (fn [acc part] (reduce (fn [acc x] (reducef acc (f x))) acc part)))))
          acc))))

  IPersistentCollection
  (count [this] (reduce (fn [n _] (inc n)) 0 this))
  (cons [this x] (cons x this))
  (empty [_] ())
  (equiv [this other] (same? this other))
  IHashEq
  (hasheq [this] (hash (into [] this)))
  Object
  (hashCode [this] (.hashCode ^Object (into [] this)))
  (equals [this other] (same? this other))
  (toString [this] (pr-str this)))

(defmethod print-method Walk [walk w] (print-some walk w))

(defn walk
  "Returns what `found` iterates over, each as `f` makes it, read again each time."
  [found f]
  (Walk. found f))

(deftype Waited [reduce-from]
  IReduceInit
  (reduce [_ f init] (reduce-from f init))
  Object
  (toString [_] "#<what comes, to be reduced>"))

(defmethod print-method Waited [waited ^java.io.Writer w] (.write w (str waited)))

(def end
  "What there is after the last thing that comes."
  (Object.))

(defn waited
  "Returns what is to come, to be reduced: `open` opens what (next-one opened) waits on, for each thing or
  `end`; it is closed when the reduction ends, however that is."
  [open next-one]
  (Waited.
    (fn [f init]
      (with-open [^java.lang.AutoCloseable opened (saying (open))]
        (loop [acc init]
          (let [found (saying (next-one opened))]
            (if (identical? end found)
              acc
              (let [acc (f acc found)]
                (if (reduced? acc) @acc (recur acc))))))))))

(extend-protocol r/CollFold
  FoundSet
  (coll-fold [found n combinef reducef] (r/coll-fold (.tuples found) n combinef reducef)))

;; ---- columns

(def ^:private ^Class longs-class (class (long-array 0)))
(def ^:private ^Class doubles-class (class (double-array 0)))
(def ^:private ^Class strings-class (class (make-array String 0)))

(defn- table
  ^TypedTable [^BoundedStream bounded ^ColumnSegments segments]
  (if segments (TypedTable/of bounded segments) (TypedTable/of bounded)))

(defn- field-type
  ^FieldType [^TypedTable table ^String field]
  (.type ^Field (nth (.fields (.type table)) (.indexOf (.type table) field))))

(defn- field-name
  "The name of a field, given as a keyword or as text."
  ^String [field]
  (cond
    (keyword? field) (subs (str field) 1)
    (string? field) field
    :else (throw (refused :incorrect (str "a field is named by a keyword, found " (pr-str field)) {:found field}))))

(defn column
  "Returns the values of one field of a typed stream as an array."
  [^BoundedStream bounded segments field]
  (let [table (table bounded segments)
        field (field-name field)
        type (field-type table field)]
    (cond
      (= FieldType/SYMBOL type) (.texts table field)
      (#{FieldType/F32 FieldType/F64} type) (.doubles table field)
      :else (.longs table field))))

(defn columns
  "Returns rows for `stream` of columns by the field."
  ^Columns [^EventStream stream given missing]
  (let [rows (if (seq given) (int (count (val (first given)))) (int 0))
        ^Columns columns (Columns/of stream rows)]
    (doseq [[k v] given
            :let [field (field-name k)]]
      (cond
        (instance? longs-class v) (.longs columns field ^longs v)
        (instance? doubles-class v) (.doubles columns field ^doubles v)
        (instance? strings-class v) (.texts columns field ^"[Ljava.lang.String;" v)
        :else (.values columns field ^List (mapv ->value v))))
    (doseq [[k marks] missing
            :let [field (field-name k)]]
      (if (instance? BitSet marks)
        (.missing columns field ^BitSet marks)
        (.missing columns field ^booleans marks)))
    columns))

(defn reduced-column
  "Reduces the values of one field of a typed stream, those missing left out. A function of primitive
  doubles or longs boxes nothing; any other is given numbers."
  [f init ^BoundedStream bounded segments field]
  (let [table (table bounded segments)
        field (field-name field)
        type (field-type table field)]
    (if (contains? #{FieldType/F32 FieldType/F64} type)
      (if (instance? IFn$DDD f)
        (let [^IFn$DDD f f]
          (.reduceDoubles table field (double init)
            (reify DoubleBinaryOperator (applyAsDouble [_ acc x] (.invokePrim f acc x)))))
        (.reduceDoubles table field (double init)
          (reify DoubleBinaryOperator (applyAsDouble [_ acc x] (double (f acc x))))))
      (if (instance? IFn$LLL f)
        (let [^IFn$LLL f f]
          (.reduceLongs table field (long init)
            (reify LongBinaryOperator (applyAsLong [_ acc x] (.invokePrim f acc x)))))
        (.reduceLongs table field (long init)
          (reify LongBinaryOperator (applyAsLong [_ acc x] (long (f acc x)))))))))
