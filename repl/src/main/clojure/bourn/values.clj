(ns bourn.values
  "Clojure data as Bourn values, and back.

  Everything round-trips: what `->value` takes, `->clj` gives back, equal to what it was. Instants come
  back as `java.time.Instant`, which holds the microseconds that a `java.util.Date` would lose;
  references stay references."
  (:import
   (bourn.kernel BlobReference Cursor Edn Keyword Reference Symbol Value Value$Bool Value$Entries Value$Int Value$Items Value$Members Value$Nil Value$Real Value$Tagged Value$Text)
   (bourn.repl ClojureValues)
   (clojure.lang BigInt Named TaggedLiteral)
   (java.time Instant)
   (java.util Collection Date HexFormat LinkedHashMap LinkedHashSet List Map Map$Entry Set)))

(set! *warn-on-reflection* true)

(defprotocol IntoValue
  "Clojure data that a Bourn value stands for."
  (->value ^bourn.kernel.Value [x]
    "Returns the value that stands for `x`; throws IllegalArgumentException if none does.

      (str (->value {:name \"Ada\"})) ;=> \"{:name \\\"Ada\\\"}\""))

(defn ->clj
  "Returns a value of Bourn as Clojure data.

      (->clj (->value [1 :a \"b\"])) ;=> [1 :a \"b\"]"
  [value]
  (ClojureValues/of value))

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

;; ---- literals: what is printed reads back

(defn read-reference
  "Reads `#bourn/ref [incarnation offset]`."
  [[incarnation offset]]
  (Reference. incarnation offset))

(defn read-blob
  "Reads `#bourn/blob [incarnation offset start length crc]`."
  [[incarnation offset start length crc]]
  (BlobReference. (Reference. incarnation offset) start length crc))

(defn read-cursor
  "Reads `#bourn/cursor \"token\"`."
  [token]
  (Cursor/of token))

(defn read-bytes
  "Reads `#bourn/bytes \"00ff\"`, in hexadecimal digits.

      (vec (read-bytes \"00ff\")) ;=> [0 -1]"
  [^String digits]
  (.parseHex (HexFormat/of) digits))

(defn read-keyword
  "Reads `#bourn/keyword \"a name\"`, of one that cannot be written as usual."
  [^String written]
  (->clj (Keyword/of written)))

(defn read-symbol
  "Reads `#bourn/symbol \"a name\"`, of one that cannot be written as usual."
  [written]
  (symbol written))

(defn read-tagged
  "Reads `#bourn/tagged [\"tag\" form]`."
  [[tag form]]
  (tagged-literal (symbol tag) form))

(defn read-instant
  "Reads `#inst` as the `java.time.Instant` that it was printed from; Clojure by itself makes a
  `java.util.Date`, which has no microseconds. The prompt of `bourn repl` reads so; elsewhere

      (set! *data-readers* (assoc *data-readers* 'inst bourn.values/read-instant))"
  [written]
  (->clj (Edn/read (str "#inst " (pr-str written)))))

(defn- prints
  "Has what is of `type` printed as `say` says, for people and to be read."
  [type say]
  (defmethod print-method type [x ^java.io.Writer w] (.write w ^String (say x)))
  (defmethod print-dup type [x ^java.io.Writer w] (.write w ^String (say x))))

;; Clojure prints instants and bytes as opaque objects.
(prints Instant (fn [t] (str "#inst \"" t "\"")))
(prints (Class/forName "[B") (fn [^bytes b] (str "#bourn/bytes \"" (.formatHex (HexFormat/of) b) "\"")))
(prints Cursor (fn [^Cursor cursor] (str "#bourn/cursor \"" (.token cursor) "\"")))
(prints Value str)
