(ns bourn.refusals
  "What goes wrong, as `ex-info`: each refusal has a `:cognitect.anomalies/category` in its data."
  (:require
   [bourn.values :refer [->clj]]
   [clojure.string :as str])
  (:import
   (bourn.adapters GapException)
   (bourn.datoms TransactionException)
   (bourn.engine QueryException)
   (bourn.kernel Append Append$Appended Append$Conflict Append$Deleted Append$Duplicate Append$Fenced Append$Full Append$Indeterminate Append$Invalid Append$OutOfSequence Append$Sealed AppendRefusedException InvalidEventsException LeaseRefusedException Stamp StorageException UnknownCausalityException Violation)
   (java.util NoSuchElementException)))

(set! *warn-on-reflection* true)

(defn refused
  "Returns what to throw: `message` and `data`, of the category named `category`.

      (ex-data (refused :conflict \"too late\" {:tail 3}))
      ;=> {:cognitect.anomalies/category :cognitect.anomalies/conflict :tail 3}"
  ([category message data] (refused category message data nil))
  ([category message data cause]
   (ex-info message
     (assoc data :cognitect.anomalies/category (keyword "cognitect.anomalies" (name category)))
     cause)))

(def ^:private elsewhere
  "By the name of a rule of transactions: its category, and what Datomic and DataScript call it."
  {"unique-conflict" [:conflict :db.error/unique-conflict :transact/unique]
   "upsert-conflict" [:conflict :db.error/unique-conflict :transact/upsert]
   "cas-failed" [:conflict :db.error/cas-failed :transact/cas]
   "datoms-conflict" [:incorrect :db.error/datoms-conflict :transact/conflict]
   "not-an-entity" [:incorrect :db.error/not-an-entity :entity-id/missing]
   "not-unique" [:incorrect :db.error/not-an-entity :lookup-ref/unique]
   "unknown-attribute" [:incorrect :db.error/not-an-entity :transact/syntax]
   "unknown-function" [:incorrect :db.error/not-a-data-function :transact/syntax]
   "wrong-type" [:incorrect :db.error/wrong-type-for-attribute :transact/syntax]
   "nil-value" [:incorrect :db.error/nil-value :transact/syntax]
   "tempid-without-facts" [:incorrect :db.error/tempid-not-an-entity :transact/syntax]
   "malformed" [:incorrect :db.error/invalid-tx-op :transact/syntax]})

(def ^:private queries-elsewhere
  "By the code of a query that was refused, what DataScript calls it."
  {:query/inputs :query/inputs
   :query/unbound :query/where
   :query/unknown-function :query/where
   :query/malformed :parser/query
   :query/unknown-rule :parser/query})

(def ^:private categories
  "By the code of a query that was refused: its category, where the query is not wrong."
  {:query/timeout :interrupted
   :query/cancelled :interrupted
   :query/function-failed :fault})

(defn- violations
  "What of a batch does not fit, as data."
  [found]
  (mapv
    (fn [^Violation v]
      {:row (.row v) :field (.field v) :required (.required v) :found (.found v)})
    found))

(defn anomaly
  "Returns `e` as `ex-info`, or itself when it has no words for a user."
  [^Throwable e]
  (condp instance? e
    QueryException
    (let [^QueryException e e
          code (->clj (.code e))
          datascript (queries-elsewhere code)]
      (refused (categories code :incorrect) (.explain e)
        (cond-> {:bourn/code code :bourn/position (.position e) :bourn/hint (.hint e)}
          datascript (assoc :error datascript))
        e))

    TransactionException
    (let [^TransactionException e e
          code (->clj (.code e))
          [category datomic datascript] (elsewhere (name code) [:incorrect])]
      (refused category (.getMessage e)
        (cond-> {:bourn/code code :bourn/form (->clj (.form e))}
          datomic (assoc :db/error datomic)
          datascript (assoc :error datascript))
        e))

    LeaseRefusedException (refused :conflict (ex-message e) {} e)
    AppendRefusedException (refused :conflict (ex-message e) {} e)
    InvalidEventsException
    (refused :incorrect (ex-message e) {:violations (violations (.violations ^InvalidEventsException e))} e)
    UnknownCausalityException (refused :unavailable (ex-message e) {} e)
    GapException (refused :unavailable (ex-message e) {:gap (str (.gap ^GapException e))} e)
    StorageException (refused :fault (ex-message e) {} e)
    NoSuchElementException (refused :not-found (ex-message e) {} e)
    IllegalArgumentException (refused :incorrect (ex-message e) {} e)
    IllegalStateException (refused :unavailable (ex-message e) {} e)
    e))

(defmacro saying
  "Evaluates `body`; what the kernel throws becomes `ex-info`."
  [& body]
  `(try ~@body (catch RuntimeException e# (throw (anomaly e#)))))

(defn stamp
  "Returns a stamp as a map."
  [^Stamp stamp]
  {:time (.instant stamp) :hlc (.hlc stamp) :origin (.origin stamp) :causes (vec (.causes stamp))})

(def ^:private refusals
  "By the outcome of an append: its category, what to say, and the data of it."
  {Append$Conflict
   (fn [^Append$Conflict o]
     [:conflict (str "the stream ends at " (.tail o) " already") {:tail (.tail o)}])
   Append$Sealed
   (fn [^Append$Sealed o] [:unsupported (str "the stream was sealed at " (.tail o)) {:tail (.tail o)}])
   Append$Invalid
   (fn [^Append$Invalid o]
     [:incorrect (str "values do not fit:\n  " (str/join "\n  " (.violations o)))
      {:violations (violations (.violations o))}])
   Append$Full
   (fn [^Append$Full o]
     [:busy "the stream is full, and a lease keeps what would have to go" {:earliest (.earliest o)}])
   Append$Fenced
   (fn [^Append$Fenced o] [:conflict (str "a producer of epoch " (.epoch o) " took over") {:epoch (.epoch o)}])
   Append$OutOfSequence
   (fn [^Append$OutOfSequence o]
     [:conflict (str "batches before this are missing, from " (.expected o)) {:expected (.expected o)}])
   Append$Deleted
   (fn [_] [:not-found "the stream was deleted" {}])})

(defn outcome
  "Returns what an append did, as a map; throws what refused it."
  [append]
  (condp instance? append
    Append$Appended
    (let [^Append$Appended append append]
      {:first (.first append) :last (.last append) :stamp (stamp (.stamp append))})

    Append$Duplicate
    (let [^Append$Duplicate append append]
      {:first (.first append) :last (.last append) :duplicate true})

    Append$Indeterminate
    (throw
      (refused :fault (str "the disk failed: it may have been appended, or not: " append) {}))

    (let [say (refusals (class append) (fn [o] [:incorrect (str o) {}]))
          [category message data] (say append)]
      (throw (refused category (str message "; nothing was appended") data)))))
