(ns bourn.values
  "Clojure data as Bourn values, and back.

  Everything round-trips: what `->value` takes, `->clj` gives back, equal to what it was. Instants come
  back as `java.time.Instant`, which holds the microseconds that a `java.util.Date` would lose;
  references stay references."
  (:import
   (bourn.kernel BlobReference Keyword Reference Symbol Value Value$BigInt Value$Bool Value$Bytes Value$Decimal Value$Entries Value$Int Value$Items Value$Members Value$Nil Value$Real Value$Tagged Value$Text Value$Time Value$Uuid)
   (clojure.lang BigInt IPersistentMap IPersistentSet Named TaggedLiteral)
   (java.time Instant)
   (java.util Collection Date LinkedHashMap LinkedHashSet List Map Map$Entry Set UUID)))

(set! *warn-on-reflection* true)

(defprotocol IntoValue
  "Clojure data that a Bourn value stands for."
  (->value ^bourn.kernel.Value [x]
    "Returns the value that stands for `x`; throws IllegalArgumentException if none does.

      (str (->value {:name \"Ada\"})) ;=> \"{:name \\\"Ada\\\"}\""))

(defprotocol FromValue
  "Values of Bourn."
  (->clj [value]
    "Returns `value` as Clojure data.

      (->clj (->value [1 :a \"b\"])) ;=> [1 :a \"b\"]"))

(defn- full-name
  [^Named named]
  (if-let [ns (.getNamespace named)]
    (str ns "/" (.getName named))
    (.getName named)))

(defn- values
  ^List [^Collection xs]
  (let [out (java.util.ArrayList. (.size xs))]
    (doseq [x xs] (.add out (->value x)))
    out))

(extend-protocol IntoValue
  nil
  (->value [_] Value$Nil/NIL)

  Value
  (->value [x] x)

  Boolean
  (->value [x] (Value$Bool. x))

  Long
  (->value [x] (Value$Int. x))

  Double
  (->value [x] (Value$Real. x))

  BigInt
  (->value [x] (Value/of (.toBigInteger x)))

  String
  (->value [x] (Value$Text. x))

  clojure.lang.Keyword
  (->value [x] (Keyword/of (full-name x)))

  clojure.lang.Symbol
  (->value [x] (Symbol. (full-name x)))

  Date
  (->value [x] (Value/of (.toInstant x)))

  TaggedLiteral
  (->value [x] (Value$Tagged. (Symbol. (full-name (.tag x))) (->value (.form x))))

  Set
  (->value [x] (Value$Members. (LinkedHashSet. (values x))))

  Collection
  (->value [x] (Value$Items. (values x)))

  Map
  (->value [x]
    (let [out (LinkedHashMap.)]
      (doseq [^Map$Entry entry x]
        (.put out (->value (.getKey entry)) (->value (.getValue entry))))
      (Value$Entries. out)))

  ;; whatever else the kernel knows: the other number types, instants, uuids, byte arrays
  Object
  (->value [x] (Value/of ^Object x)))

(extend-protocol FromValue
  Value$Nil
  (->clj [_] nil)

  Value$Bool
  (->clj [v] (.value v))

  Value$Int
  (->clj [v] (.value v))

  Value$Real
  (->clj [v] (.value v))

  Value$BigInt
  (->clj [v] (bigint (.value v)))

  Value$Decimal
  (->clj [v] (.value v))

  Value$Text
  (->clj [v] (.value v))

  Keyword
  (->clj [v] (keyword (.namespace v) (.localName v)))

  Symbol
  (->clj [v] (symbol (.name v)))

  Value$Time
  (->clj [v] (.toInstant v))

  Value$Uuid
  (->clj [v] (.value v))

  Value$Bytes
  (->clj [v] (.value v))

  Value$Items
  (->clj [v] (into [] (map ->clj) (.items v)))

  Value$Members
  (->clj [v] (into #{} (map ->clj) (.members v)))

  Value$Entries
  (->clj [v]
    (persistent!
      (reduce
        (fn [out ^Map$Entry entry]
          (assoc! out (->clj (.getKey entry)) (->clj (.getValue entry))))
        (transient {})
        (.entrySet (.entries v)))))

  Value$Tagged
  (->clj [v] (tagged-literal (->clj (.tag v)) (->clj (.value v))))

  Reference
  (->clj [v] v)

  BlobReference
  (->clj [v] v))

(defn read-reference
  "Reads `#bourn/ref [incarnation offset]`."
  [[incarnation offset]]
  (Reference. incarnation offset))

;; Clojure prints a java.time.Instant as an opaque object.
(defmethod print-method Instant [t ^java.io.Writer w] (.write w (str "#inst \"" t "\"")))
(defmethod print-method Reference [r ^java.io.Writer w] (.write w (str r)))
(defmethod print-dup Reference [r ^java.io.Writer w] (.write w (str r)))
(defmethod print-method BlobReference [r ^java.io.Writer w] (.write w (str r)))
