(ns bourn.exploring
  "What `datafy` makes of stores, streams, databases, entities and datoms, and where `nav` leads from there:
  from a store to its streams, from a stream to what it holds and to its database, from a database to its
  attributes and to their datoms, from an entity to those it refers to, from a datom to its entity, to the
  declaration of its attribute and to its transaction, from a transaction to its datoms, and from a stamped
  event to what led to it. Loaded when it is first asked for."
  (:require
   [bourn.core :as b]
   [bourn.databases :as databases]
   [clojure.core.protocols :as protocols])
  (:import
   (bourn Bourn)
   (bourn.databases LazyEntity)
   (bourn.datoms Attribute EntityIds)
   (bourn.index Database DatomStream Entity)
   (bourn.kernel BoundedStream EventStream StreamKind)
   (bourn.repl ClojureDatom)
   (bourn.typed Field ProductType)))

(set! *warn-on-reflection* true)

(def ^:private most-shown 20)

(defn- leading
  "`m`, from which `nav` leads on to what (to k v) returns."
  [m to]
  (with-meta m {`protocols/nav (fn [_ k v] (to k v))}))

(defn- store
  [^Bourn store]
  {:streams (leading (into (sorted-map) (map (juxt :name #(dissoc % :name))) (b/streams store))
              (fn [name _] (b/stream store name)))})

(defn- fields
  [^EventStream stream]
  (when (= StreamKind/TYPED (.kind (.descriptor stream)))
    (into (array-map)
      (map (fn [^Field field] [(keyword (.name field)) (keyword (.toLowerCase (str (.type field))))]))
      (.fields (ProductType/of stream)))))

(defn- stream
  [^EventStream stream]
  (let [descriptor (.descriptor stream)
        parent (.orElse (.parent stream) nil)
        fields (fields stream)]
    (cond-> {:name (.text (.name descriptor))
             :kind (keyword (.toLowerCase (str (.kind descriptor))))
             :extent (b/extent stream)
             :settings (b/settings stream)
             :leases (b/leases stream)
             :bound (b/bound stream)}
      parent (assoc :forked-at parent)
      fields (assoc :fields fields))))

(defn- datom-stream
  [^DatomStream datoms]
  (assoc (stream (.stream datoms)) :db (b/db datoms)))

(defn- bounded
  [^BoundedStream bounded]
  (let [bound (.bound bounded)]
    {:stream (.stream bounded)
     :from (.from bound)
     :until (.until bound)
     :events (into [] (take most-shown) (b/stamped bounded))}))

(defn- attributes
  [^Database db]
  (leading
    (into (sorted-map)
      (map (fn [^Attribute attribute]
             (let [found (b/attribute db (.id attribute))] [(:db/ident found) found])))
      (.attributes db))
    (fn [ident _] (b/datoms db :aevt ident))))

(defn- database
  [^Database db]
  (let [t (b/basis-t db)]
    (leading
      {:basis-t t
       :history (.isHistory db)
       :bound (.bounded db)
       :attributes (attributes db)
       :transaction (when (<= 0 t) (b/entity db (EntityIds/transaction t)))}
      (fn [_ v] v))))

(defn- of-transaction
  "The datoms of the transaction whose entity `id` is."
  [^Database db id]
  (let [t (EntityIds/offset id)
        stream (.stream (.bounded db))]
    (when (databases/store-of stream)
      (:data (first (b/tx-range stream t (inc t)))))))

(defn- entity
  [^Entity entity]
  (let [db (.database entity)
        id (.id entity)
        lazy (databases/->entity db id)
        found (databases/touched entity)]
    (leading
      (cond-> found
        (EntityIds/isTransaction id) (assoc :transaction/datoms (of-transaction db id)))
      (fn [k v] (if (contains? found k) (get lazy k) v)))))

(defn- datom
  [^ClojureDatom datom]
  (let [db (.database datom)]
    (cond-> {:e (:e datom) :a (:a datom) :v (:v datom) :t (:t datom) :tx (:tx datom) :added (:added datom)}
      db (leading (fn [k v] (protocols/nav datom k v))))))

(defn explored
  "Returns `x` as data."
  [x]
  (condp instance? x
    Bourn (store x)
    DatomStream (datom-stream x)
    EventStream (stream x)
    BoundedStream (bounded x)
    Database (database x)
    LazyEntity (entity (.entity ^LazyEntity x))
    ClojureDatom (datom x)))

(defn- reference?
  [db attribute]
  (= :db.type/ref (:db/valueType (b/attribute db attribute))))

(defn led
  "Returns where `k` leads from `x`, in which it has the value `v`."
  [x k v]
  (let [db (when (instance? ClojureDatom x) (.database ^ClojureDatom x))]
    (cond
      (nil? db) v
      (#{0 :e} k) (b/entity db (:e x))
      (#{1 :a} k) (b/attribute db (:a x))
      (and (#{2 :v} k) (reference? db (:a x))) (b/entity db (:v x))
      (#{3 :t :tx} k) (b/entity db (:tx x))
      :else v)))
