(ns bourn.datomic
  "The names and result shapes of Datomic's peer API, for programs that move over: require this instead of
  datomic.api. A connection is a datom stream, one of a store on disk as well. docs/clojure.md has the list of
  what is different."
  (:refer-clojure :exclude [filter sync])
  (:require
   [bourn.core :as b]
   [bourn.databases :as databases]
   [bourn.reading :as reading]
   [bourn.refusals :refer [refused]])
  (:import
   (bourn.datoms EntityIds)
   (bourn.index Database DatomStream)
   (bourn.repl ClojureDatom)
   (java.util UUID)
   (java.util.concurrent Future FutureTask LinkedBlockingQueue)))

(set! *warn-on-reflection* true)

;; ---- connections

;; Stores in memory by the name in their URI.
(def ^:private stores (atom {}))

(defn- memory-name
  [uri]
  (or (second (re-matches #"(?:datomic|bourn):mem://(.+)" (str uri)))
    (throw
      (refused :incorrect
        (str "datomic:mem://NAME is required, or a datom stream of a store as the connection, found " (pr-str uri))
        {:uri uri}))))

(defn create-database
  "Creates a database in memory; returns whether there was none."
  [uri]
  (let [name (memory-name uri)
        store (b/open)
        [before] (swap-vals! stores #(merge {name store} %))]
    (not (contains? before name))))

(defn delete-database
  "Deletes a database in memory; returns whether there was one."
  [uri]
  (let [[before] (swap-vals! stores dissoc (memory-name uri))
        found (get before (memory-name uri))]
    (some-> ^java.lang.AutoCloseable found .close)
    (some? found)))

(defn connect
  "Returns the connection to a database in memory that `create-database` made."
  ^DatomStream [uri]
  (if-let [store (get @stores (memory-name uri))]
    (b/datom-stream store "datomic")
    (throw (refused :not-found (str "there is no database " uri) {:uri uri}))))

(defn release
  "Does nothing: a connection holds nothing."
  [_conn])

(defn db
  "Returns the current database."
  ^Database [conn]
  (b/db conn))

(defn- done
  [f]
  (doto (FutureTask. ^Callable f) .run))

(defn sync
  "Returns a future of the current database."
  (^Future [conn] (done #(b/db conn)))
  (^Future [conn _t] (done #(b/db conn))))

;; ---- datoms, whose transaction is named by its entity here

(defn- by-entity
  [datom]
  (.byEntity ^ClojureDatom datom))

(defn- reported
  [report]
  (-> (select-keys report [:db-before :db-after :tx-data :tempids])
    (update :tx-data #(mapv by-entity %))))

(defn- walked
  [datoms]
  (reading/walk (reify Iterable (iterator [_] (.iterator ^Iterable datoms))) by-entity))

(defn datoms
  "Returns the datoms that begin with `components` in an order."
  [db index & components]
  (walked (apply b/datoms db index components)))

(defn seek-datoms
  "Returns all datoms from those that begin with `components` on."
  [db index & components]
  (walked (apply b/seek-datoms db index components)))

(defn rseek-datoms
  "Returns all datoms backward from those that begin with `components`."
  [db index & components]
  (walked (apply b/rseek-datoms db index components)))

(defn index-range
  "Returns the datoms of an attribute from `start` on and before `end`."
  [db attribute start end]
  (walked (b/index-range db attribute start end)))

(defn log
  "Returns what `tx-range` reads."
  [conn]
  conn)

(defn tx-range
  "Returns the transactions from `start` to before `end`: offsets, entities or moments, nil for no limit."
  [log start end]
  (map (fn [transaction] (update transaction :data #(mapv by-entity %))) (b/tx-range log start end)))

(defn t->tx
  "Returns the entity of the transaction `t`."
  [t]
  (EntityIds/transaction t))

(defn tx->t
  "Returns the offset of a transaction given by its entity."
  [tx]
  (EntityIds/offset tx))

;; ---- transactions

(defn transact
  "Appends a transaction; returns a future of its report, which is done already."
  ^Future [conn tx-data]
  (done #(reported (b/transact conn tx-data))))

(defn transact-async
  "Does as `transact` on another thread."
  ^Future [conn tx-data]
  (doto (FutureTask. ^Callable (fn [] (reported (b/transact conn tx-data)))) Thread/startVirtualThread))

(defn with
  "Returns what a transaction would do."
  [db tx-data]
  (reported (b/with db tx-data)))

(def ^:private last-tempid (atom -1000000))

(defn tempid
  "Returns a new name of an entity within a transaction."
  ([partition] (if (= :db.part/tx partition) "datomic.tx" (swap! last-tempid dec)))
  ([partition n] (if (= :db.part/tx partition) "datomic.tx" n)))

(defn resolve-tempid
  "Returns the entity that a transaction gave to `tempid`, or nil."
  [_db tempids tempid]
  (get tempids tempid))

(defn squuid
  "Returns a new uuid that begins with the time in seconds."
  []
  (let [random (UUID/randomUUID)
        seconds (quot (System/currentTimeMillis) 1000)]
    (UUID. (bit-or (bit-shift-left seconds 32) (bit-and 0xFFFFFFFF (.getMostSignificantBits random)))
      (.getLeastSignificantBits random))))

(defn squuid-time-millis
  "Returns the time that a uuid of `squuid` begins with."
  [^UUID squuid]
  (* 1000 (unsigned-bit-shift-right (.getMostSignificantBits squuid) 32)))

;; Queues of reports, and what feeds them, by connection.
(def ^:private queues (atom {}))

(defn tx-report-queue
  "Returns the queue of the reports of what is transacted from now on."
  ^LinkedBlockingQueue [conn]
  (locking queues
    (first
      (or (get @queues conn)
        (let [queue (LinkedBlockingQueue.)
              made [queue (b/listen! conn #(.add queue (reported %)))]]
          (swap! queues assoc conn made)
          made)))))

(defn remove-tx-report-queue
  "Ends the queue of reports."
  [conn]
  (let [[before] (swap-vals! queues dissoc conn)]
    (some-> ^java.lang.AutoCloseable (second (get before conn)) .close)))

;; ---- databases

(def as-of "Returns `db` as it was right after a transaction or at a moment." b/as-of)
(def since "Returns the database of what began after a transaction or moment." b/since)
(def history "Returns the database of everything asserted and retracted." b/history)
(def basis-t "Returns the last transaction of `db`." b/basis-t)
(def entid "Returns the entity that an id, ident or lookup ref names." b/entid)
(def ident "Returns the ident of an entity." b/ident)
(def entity "Returns an entity, read as it is asked." b/entity)
(def entity-db "Returns the database of an entity." b/entity-db)
(def pull "Takes an entity apart by a pattern." b/pull)
(def pull-many "Takes entities apart by a pattern." b/pull-many)
(def index-pull "Takes the entities of an index apart, in its order." b/index-pull)
(def q "Asks a query of databases and collections." b/q)

(defn next-t
  "Returns what comes after the last transaction of `db`."
  [db]
  (inc (long (b/basis-t db))))

(defn filter
  "Returns the database of those datoms for which (pred db datom) is true."
  ^Database [db pred]
  (b/filter db (fn [db datom] (pred db (by-entity datom)))))

(defn touch
  "Returns an entity of which all is known; every one is, when it is asked."
  [entity]
  (b/touch entity)
  entity)

(defn attribute
  "Returns what is declared of an attribute."
  [db attrid]
  (let [{:db/keys [id ident valueType cardinality unique isComponent noHistory]} (b/attribute db attrid)]
    (when id
      (cond-> {:id id :ident ident :value-type valueType :cardinality cardinality :indexed true :has-avet true
               :no-history (boolean noHistory) :is-component (boolean isComponent)}
        unique (assoc :unique unique)))))

(defn query
  "Asks {:query query :args inputs :timeout millis}."
  [{:keys [query args timeout]}]
  (b/q-within timeout query args))

(defn qseq
  "Asks {:query query :args inputs}; what is pulled is pulled as it is gone through."
  ([{:keys [query args] :as asked}]
   (if (contains? asked :query) (apply b/qseq query args) (b/qseq asked)))
  ([query & args] (apply b/qseq query args)))

(defn is-history
  "Returns whether `db` is a history."
  [db]
  (.isHistory ^Database (databases/database db)))
