(ns bourn.datascript
  "The names and result shapes of DataScript's API, for programs that move over: require this instead of
  datascript.core. A database is one of Bourn's in memory. docs/clojure.md has the list of what is different."
  (:refer-clojure :exclude [filter])
  (:require
   [bourn.core :as b]
   [bourn.databases :as databases]
   [bourn.datomic :as datomic]
   [bourn.naming :as naming])
  (:import
   (bourn.datoms EntityIds)
   (bourn.index Database)
   (bourn.repl ClojureDatom)))

(set! *warn-on-reflection* true)

;; ---- databases

(defn- declared
  "A schema, {attribute {key value}}, as forms."
  [schema]
  (for [[attribute properties] schema]
    (assoc properties :db/ident attribute)))

(defn empty-db
  "Returns a database without facts; `schema` is {attribute {key value}}."
  (^Database [] (b/empty-db))
  (^Database [schema] (b/empty-db (declared schema))))

(defn datom
  "Returns a datom."
  ([e a v] (datom e a v 0 true))
  ([e a v tx] (datom e a v tx true))
  ([e a v tx added] (.byEntity (ClojureDatom/of e a v (if (< tx (datomic/t->tx 0)) tx (datomic/tx->t tx)) added))))

(defn datom?
  "Returns whether `x` is a datom."
  [x]
  (instance? ClojureDatom x))

(defn init-db
  "Returns a database of datoms."
  (^Database [datoms] (init-db datoms {}))
  (^Database [datoms schema] (b/init-db datoms (declared schema))))

(defn db?
  "Returns whether `x` is a database."
  [x]
  (instance? Database x))

(defn- own?
  "Whether a datom is the user's: DataScript keeps neither a schema nor times as datoms."
  [[e a]]
  (not (or (EntityIds/isSchema e) (= :db/txInstant a))))

(defn- form
  "A form of a transaction as Bourn has it, or nil."
  [x]
  (cond
    (datom? x) [(if (:added x) :db/add :db/retract) (:e x) (:a x) (:v x)]
    (and (sequential? x) (= :db.fn/retractAttribute (first x))) (assoc (vec x) 0 :db/retract)
    :else x))

(defn with
  "Returns what a transaction would do."
  ([db tx-data] (with db tx-data nil))
  ([db tx-data tx-meta]
   (let [{[{tx :tx}] :tx-data :as report} (datomic/with db (if (coll? tx-data) (keep form tx-data) tx-data))]
     (-> report
       (update :tx-data #(filterv own? %))
       (assoc-in [:tempids :db/current-tx] tx)
       (assoc :tx-meta tx-meta)))))

(defn db-with
  "Returns `db` as it would be after a transaction."
  ^Database [db tx-data]
  (:db-after (with db tx-data)))

(defn q
  "Asks a query of databases and collections. Where an attribute is a variable, it is the keyword."
  [query & inputs]
  (let [[query inputs] (naming/named query inputs)]
    (apply b/q query inputs)))

(def pull "Takes an entity apart by a pattern." b/pull)
(def pull-many "Takes entities apart by a pattern." b/pull-many)
(defn entity
  "Returns an entity, read as it is asked; an id names one that nothing is said of, too."
  [db id]
  (or (b/entity db id)
    (when-let [id (b/entid db id)]
      (databases/->entity (databases/database db) id))))

(def touch "Returns an entity of which all is known." datomic/touch)
(def entity-db "Returns the database of an entity." b/entity-db)
(def entid "Returns the entity that an id, ident or lookup ref names." b/entid)
(defn datoms
  "Returns the datoms that begin with `components` in an order."
  [db index & components]
  (clojure.core/filter own? (apply datomic/datoms db index components)))

(defn seek-datoms
  "Returns all datoms from there on."
  [db index & components]
  (clojure.core/filter own? (apply datomic/seek-datoms db index components)))

(defn rseek-datoms
  "Returns all datoms from there backward."
  [db index & components]
  (clojure.core/filter own? (apply datomic/rseek-datoms db index components)))

(def filter "Returns the database of those datoms that satisfy a predicate." datomic/filter)
(def squuid "Returns a new uuid that begins with the time." datomic/squuid)
(def squuid-time-millis "Returns the time that such a uuid begins with." datomic/squuid-time-millis)
(def tempid "Returns a new name of an entity within a transaction." datomic/tempid)
(def resolve-tempid "Returns the entity that a transaction gave to a tempid." datomic/resolve-tempid)

(defn find-datom
  "Returns the first datom that begins with `components` in an order, or nil."
  [db index & components]
  (first (apply datoms db index components)))

(defn index-range
  "Returns the datoms of an attribute from `start` to `end`, both included."
  [db attribute start end]
  (concat (datomic/index-range db attribute start end)
    (when (some? end) (datoms db :avet attribute end))))

;; ---- connections: databases that change

(defn conn-from-db
  "Returns a connection that begins with `db`."
  [db]
  (atom db :meta {:listeners (atom {})}))

(defn create-conn
  "Returns a connection to an empty database."
  ([] (conn-from-db (empty-db)))
  ([schema] (conn-from-db (empty-db schema))))

(defn conn-from-datoms
  "Returns a connection to a database of datoms."
  ([datoms] (conn-from-db (init-db datoms)))
  ([datoms schema] (conn-from-db (init-db datoms schema))))

(defn conn?
  "Returns whether `x` is a connection."
  [x]
  (and (instance? clojure.lang.IDeref x) (db? @x)))

(defn db
  "Returns the database that a connection has now."
  ^Database [conn]
  @conn)

(defn- told
  [conn report]
  (run! (fn [f] (f report)) (vals @(:listeners (meta conn))))
  report)

(defn transact!
  "Changes what a connection has, and tells those who listen; returns the report."
  ([conn tx-data] (transact! conn tx-data nil))
  ([conn tx-data tx-meta]
   (let [report (locking conn
                  (let [report (with @conn tx-data tx-meta)]
                    (reset! conn (:db-after report))
                    report))]
     (told conn report))))

(defn transact
  "Does as `transact!`, and returns a derefable of the report."
  ([conn tx-data] (transact conn tx-data nil))
  ([conn tx-data tx-meta] (doto (promise) (deliver (transact! conn tx-data tx-meta)))))

(defn reset-conn!
  "Has a connection go on from `db`, and tells those who listen of all that went and came."
  ([conn db] (reset-conn! conn db nil))
  ([conn db tx-meta]
   (let [before @conn
         gone (map (fn [[e a v tx]] (datom e a v tx false)) (datoms before :eavt))]
     (reset! conn db)
     (told conn
       {:db-before before :db-after db :tx-data (into (vec gone) (datoms db :eavt)) :tempids {} :tx-meta tx-meta})
     db)))

(defn listen!
  "Has `f` called with the report of each transaction on `conn`; returns `key`."
  ([conn f] (listen! conn (rand) f))
  ([conn key f]
   (swap! (:listeners (meta conn)) assoc key f)
   key))

(defn unlisten!
  "Ends what `listen!` began under `key`."
  [conn key]
  (swap! (:listeners (meta conn)) dissoc key)
  nil)
