(ns bourn.databases
  "Databases, datoms and entities as Clojure has them."
  (:require
   [bourn.reading :as reading]
   [bourn.refusals :refer [refused saying stamp]]
   [bourn.values :refer [->clj ->value]])
  (:import
   (bourn Bourn)
   (bourn.datoms Attribute Datom EntityIds)
   (bourn.index Database DatomOrder DatomStream Entity Listening Report Speculated Transacted)
   (bourn.kernel BoundedStream EventStream Kernel Keyword StreamKind StreamName Value)
   (bourn.repl ClojureDatom ClojureValues)
   (clojure.lang AFn Counted IDeref IFn ILookup Seqable)
   (java.lang.ref WeakReference)
   (java.util Collections Date List Map WeakHashMap)
   (java.util.function Function)))

(set! *warn-on-reflection* true)

;; ---- stores

;; By kernel, as a stream knows its kernel only. What is not used any more is not kept.
(def ^:private stores (Collections/synchronizedMap (WeakHashMap.)))

(defn store
  "Returns `x` if it is a store, and refuses it otherwise."
  ^Bourn [x]
  (when-not (instance? Bourn x)
    (throw (refused :incorrect (str "a store is required, as (open), found " (pr-str x)) {:found x})))
  x)

(defn stream-name
  "Returns the name of a stream."
  ^StreamName [x]
  (when-not (string? x)
    (throw (refused :incorrect (str "a stream's name is a string, found " (pr-str x)) {:found x})))
  (saying (StreamName. x)))

(defn known
  "Has the streams of `store` lead back to it; returns it."
  ^Bourn [x]
  (let [store (store x)]
    (.put ^Map stores (.kernel store) (WeakReference. store))
    store))

(defn store-of
  "Returns the store that a stream, or a bounded one, is of, or nil for one opened otherwise."
  ^Bourn [x]
  (let [^EventStream stream (if (instance? BoundedStream x) (.stream ^BoundedStream x) x)
        ^WeakReference found (.get ^Map stores (.kernel stream))]
    (some-> found .get)))

(defn- kind
  [^EventStream stream]
  (.kind (.descriptor stream)))

(defn datoms-of
  "Returns the datom stream that `stream`, found by name, is."
  ^DatomStream [^EventStream stream]
  (.datoms (store-of stream) (.text (.name (.descriptor stream)))))

;; ---- databases

(defn database
  "Returns the database that `x` is, or has now: a datom stream, a bounded one, or what derefs to one."
  ^Database [x]
  (cond
    (instance? Database x) x
    (instance? DatomStream x) (saying (.db ^DatomStream x))

    (and (instance? EventStream x) (= StreamKind/DATOM (kind x)) (store-of x))
    (saying (.db (datoms-of x)))

    (and (instance? BoundedStream x) (= StreamKind/DATOM (kind (.stream ^BoundedStream x))) (store-of x))
    (saying (.database (.databases (store-of x)) x))

    (instance? IDeref x) (recur @x)
    :else
    (throw
      (refused :incorrect
        (str "a database is required, as (db stream) or (empty-db), found " (pr-str x)) {:found x}))))

(defn ident
  "Returns the keyword of the attribute whose entity is `id`, or `id` where there is none."
  [^Database db id]
  (if-let [attribute (.attribute db (long id))]
    (ClojureValues/keyword (.ident attribute))
    id))

(defn datom
  "Returns `datom` as [entity attribute value t added], with what describes it in its metadata."
  [^Database db ^Datom datom]
  (ClojureDatom/of datom (ident db (.attribute datom)) db))

(defn walked
  "Returns datoms that are gone through, read again each time."
  [^Database db found]
  ;; Datoms of one attribute come together, in most orders.
  (let [lately (volatile! [nil nil])]
    (reading/walk found
      (fn [^Datom datom]
        (let [id (.attribute datom)
              [known name] @lately
              name (if (= known id) name (second (vreset! lately [id (ident db id)])))]
          (ClojureDatom/of datom name db))))))

(defn tempids
  "Returns the entities given to tempids, by tempid."
  [found]
  (into {} (map (fn [[k v]] [(->clj k) v])) found))

(defn- changed
  [before ^Database after found-datoms found-tempids]
  {:db-before before
   :db-after after
   :tx-data (mapv #(datom after %) found-datoms)
   :tempids (tempids found-tempids)})

(defn transacted
  "Returns what a transaction did."
  [^Transacted done]
  (assoc (changed (.before done) (.after done) (.datoms done) (.tempids done))
    :t (.t done)
    :stamp (stamp (.stamp done))))

(defn speculated
  "Returns what a transaction would do."
  [^Speculated done]
  (changed (.before done) (.after done) (.datoms done) (.tempids done)))

(defn report
  "Returns what a transaction did, as it was told of."
  [^Report report]
  (assoc (changed (.before report) (.after report) (.datoms report) nil)
    :t (.t report)
    :stamp (stamp (.stamp report))))

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

(defn forms
  "Returns the forms of a transaction on `db` as values."
  ^List [db forms]
  (when-not (or (nil? forms) (coll? forms) (instance? java.util.Collection forms))
    (throw
      (refused :incorrect (str "a collection of forms is required, found " (pr-str forms)) {:found forms})))
  (mapv ->value (called db forms)))

(defn forms-of
  "Returns the function that makes the forms of a transaction of the database before."
  ^Function [given]
  (reify Function (apply [_ before] (forms before given))))

;; ---- moments

(defn- t-at
  "The last transaction of `db` at or before the moment `instant`, -1 when there is none."
  [^Database db instant]
  (let [tx-instant (Keyword/of "db/txInstant")
        before (.reverseSeek db DatomOrder/AVET (into-array Value [tx-instant (->value instant)]))
        ^Datom found (first (seq before))]
    (if (and found (= (.attribute found) (.id (.attribute db tx-instant))))
      (EntityIds/offset (.entity found))
      -1)))

(defn t
  "Returns the transaction of `db` that `x` is: its offset, its entity, or a moment."
  [db x]
  (cond
    (int? x) (if (EntityIds/isTransaction x) (EntityIds/offset x) x)
    (instance? Date x) (t-at db (.toInstant ^Date x))
    (instance? java.time.Instant x) (t-at db x)
    :else
    (throw
      (refused :incorrect
        (str "a transaction is required: its offset, its entity or an instant, found " (pr-str x))
        {:found x}))))

;; ---- datoms in order

(def ^:private orders
  {:eavt DatomOrder/EAVT :aevt DatomOrder/AEVT :avet DatomOrder/AVET :vaet DatomOrder/VAET})

(defn order?
  "Returns whether `x` names an order of datoms."
  [x]
  (contains? orders x))

(defn order
  "Returns the order of datoms that `index` names."
  ^DatomOrder [index]
  (or (orders index)
    (throw
      (refused :incorrect
        (str "an order is required, one of " (keys orders) ", found " (pr-str index)) {:order index}))))

(defn components
  "Returns parts of a datom as an array."
  ^"[Lbourn.kernel.Value;" [xs]
  (into-array Value (map ->value xs)))

;; ---- entities

(declare ->entity)

(defn- reference
  [^Database db ^Attribute attribute value]
  (if (.isReference attribute) (->entity db value) value))

(defn- looked-up
  "The value of the attribute `k` that `entity` has, or refers with, or nil."
  [^Entity entity k]
  (let [db (.database entity)
        ^String written (cond (keyword? k) (subs (str k) 1) (string? k) k)
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

(defn touched
  "Returns all that is known of an entity."
  [^Entity entity]
  (saying (->clj (.touch entity))))

(def ^:private most-shown 20)

(defn- shown
  "Some of what is said of an entity, read from its first datoms only."
  [^Entity entity]
  (let [db (.database entity)
        found (.datoms db DatomOrder/EAVT (components [(.id entity)]))]
    (into (array-map :db/id (.id entity))
      (comp (take most-shown) (map (juxt #(nth % 1) #(nth % 2))))
      (walked db found))))

(defn- entries
  "What is said of an entity, by the attribute, as a seq; nil where nothing is."
  [^Entity entity]
  (seq
    (map
      (fn [ident]
        (let [k (ClojureValues/keyword ident)] (clojure.lang.MapEntry/create k (looked-up entity k))))
      (.attributes entity))))

(deftype LazyEntity [^Entity entity]
  ILookup
  (valAt [_ k] (saying (looked-up entity k)))
  (valAt [this k default] (if-some [found (.valAt this k)] found default))
  IFn
  (invoke [this k] (.valAt this k))
  (invoke [this k default] (.valAt this k default))
  (applyTo [this arguments] (AFn/applyToHelper this arguments))
  clojure.lang.Associative
  (containsKey [this k] (some? (.valAt this k)))
  (entryAt [this k] (when-some [found (.valAt this k)] (clojure.lang.MapEntry/create k found)))
  (assoc [_ _ _] (throw (UnsupportedOperationException. "an entity is read only; touch it for a map")))
  (cons [_ _] (throw (UnsupportedOperationException. "an entity is read only; touch it for a map")))
  (empty [_] {})
  (equiv [this other] (.equals this other))
  Seqable
  (seq [_] (saying (entries entity)))
  Counted
  (count [_] (count (.attributes entity)))
  Object
  (equals [_ other] (and (instance? LazyEntity other) (= entity (.entity ^LazyEntity other))))
  (hashCode [_] (hash entity))
  (toString [_] (pr-str (shown entity))))

(defmethod print-method LazyEntity [entity ^java.io.Writer w]
  (.write w (str "#<entity " entity ">")))
(run! #(prefer-method print-method LazyEntity %)
  [clojure.lang.IPersistentCollection clojure.lang.Seqable clojure.lang.IFn])

(defn ->entity
  "Returns the entity `id` of `db`, whatever is said of it."
  [db id]
  (LazyEntity. (Entity. db id)))

(defn require-unique
  "Refuses a lookup ref whose attribute names no entity, as it is not unique; returns `form`."
  [^Database db form]
  (let [^Attribute attribute (when (and (vector? form) (= 2 (count form)) (keyword? (first form)))
                               (.attribute db ^Keyword (->value (first form))))]
    (when (and attribute (nil? (.unique attribute)))
      (throw
        (refused :incorrect
          (str "a lookup ref has a unique attribute, and " (first form) " is not: declare it with :db/unique")
          {:form form :db/error :db.error/not-an-entity :error :lookup-ref/unique})))
    form))

(defn entity-of
  "Returns the entity that `form` names, or nil where it names nothing, or nothing is said of it."
  [db form]
  (saying
    (let [found (Entity/of db (->value (require-unique db form)))]
      (when (and found (seq (.attributes ^Entity found)))
        (LazyEntity. found)))))

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
      " " (.tail (.extent (.stream datoms))) " transactions>")))

(prints BoundedStream
  (fn [^BoundedStream bounded]
    (str "#<bounded stream " (.name (.descriptor (.stream bounded))) " " (.bound bounded) ">")))

(prints Database
  (fn [^Database db]
    (str "#<database " (.name (.descriptor (.stream (.bounded db)))) " " (.bound (.bounded db))
      (when (.isHistory db) " history") ">")))

(prints Listening (constantly "#<listening, until it is closed>"))
