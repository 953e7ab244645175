(ns bourn.async
  "Streams as core.async ports. Needs org.clojure/core.async beside Bourn.

  A `reader-port` is taken from as a channel is: `<!`, `<!!`, `alts!`, `poll!`, `pipe`. It buffers nothing: a
  take reads the stream, and one that finds nothing waits for an append. Who takes slowly slows nobody. A
  `writer-port` is put to: a put is done when its value is in the stream, so that who appends faster than the
  disk takes it waits; puts that come together are appended together. `bourn.flow` makes processes of them.

  nil cannot go through a port: a nil in a stream is taken as :bourn.async/nil."
  (:require
   [bourn.core :as b]
   [bourn.reading :as reading]
   [bourn.refusals :refer [anomaly outcome refused saying]]
   [bourn.values :refer [->value]]
   [clojure.core.async.impl.dispatch :as dispatch]
   [clojure.core.async.impl.protocols :as impl])
  (:import
   (bourn.index DatomStream)
   (bourn.kernel Append$Deleted Append$Full Append$Sealed AppendRequest BoundedStream CausalContext Cursor Deadline EventStream Reader Step)
   (clojure.lang IDeref)
   (java.util ArrayDeque ArrayList List)
   (java.util.concurrent.locks Lock ReentrantLock)
   (java.util.function Predicate)))

(set! *warn-on-reflection* true)

(def ^:private most-waiting
  "As of a channel: no more takes, or puts, than this wait at one port."
  1024)

(defn- box
  [x]
  (reify IDeref (deref [_] x)))

(defmacro ^:private holding
  [lock & body]
  `(let [^Lock lock# ~lock]
     (.lock lock#)
     (try ~@body (finally (.unlock lock#)))))

(defn- commit
  "Returns what to call with what happens, if whoever waits as `handler` still wants it."
  [handler]
  (holding handler
    (when (impl/active? handler) (impl/commit handler))))

(defn- require-few
  [^ArrayDeque waiting what]
  (when (<= (long most-waiting) (.size waiting))
    (throw
      (refused :busy (str "at most " most-waiting " " what " wait at one port") {:waiting (.size waiting)}))))

;; ---- taking

(deftype ReaderPort [lock ^EventStream stream ^Reader reader read-one ^ArrayDeque takes ready waiter closed]
  ;; All is guarded by `lock`. `ready` has what was read and not taken, in a vector, as a take may be given up
  ;; while it waits; [nil] is the end. `waiter` is the thread that waits for an append, while takes wait.
  Object
  (toString [_] (str "#<port from " (.name (.descriptor stream)) (when @closed " closed") ">")))

(defn- look!
  "Reads on, if nothing is ready."
  [^ReaderPort port]
  (when-not @(.ready port)
    (let [^Reader reader (.reader port)
          found (try
                  (condp identical? (.next reader)
                    Step/EVENT (let [x ((.read-one port) reader)] [(if (nil? x) ::nil x)])
                    Step/END [nil]
                    Step/GAP
                    [(refused :unavailable (str "events are gone: " (.gap reader)) {:gap (str (.gap reader))})]
                    nil)
                  (catch RuntimeException e [(anomaly e)]))]
      (vreset! (.ready port) found))))

(defn- given!
  "Returns what is ready, for good."
  [^ReaderPort port]
  (let [[x] @(.ready port)]
    (vreset! (.ready port) (when (or (nil? x) (instance? Throwable x)) [nil]))
    x))

(declare pump!)

(defn- wait!
  "Has takes go on once there is more in the stream."
  [^ReaderPort port]
  (when-not (or @(.waiter port) @(.closed port))
    (let [at (.offset (.cursor ^Reader (.reader port)))
          ^EventStream stream (.stream port)
          task (fn []
                 (try
                   (.awaitBeyond stream at Deadline/NEVER)
                   (catch InterruptedException _)
                   (catch RuntimeException e
                     (holding (.lock port) (when-not @(.ready port) (vreset! (.ready port) [(anomaly e)])))))
                 (holding (.lock port) (vreset! (.waiter port) nil))
                 (pump! port))]
      (vreset! (.waiter port) (Thread/startVirtualThread task)))))

(defn- pump!
  "Gives takes that wait what there is."
  [^ReaderPort port]
  (let [^ArrayDeque takes (.takes port)]
    (holding (.lock port)
      (loop []
        (when-let [taker (.peek takes)]
          (when (impl/active? taker) (look! port))
          (cond
            (not (impl/active? taker)) (do (.poll takes) (recur))
            (nil? @(.ready port)) (wait! port)
            :else
            (do
              (.poll takes)
              (when-let [give (commit taker)]
                (let [x (given! port)] (dispatch/run #(give x))))
              (recur))))))))

(def ^:private given-up
  (reify Predicate (test [_ waiting] (not (impl/active? waiting)))))

(extend-type ReaderPort
  impl/ReadPort
  (take! [^ReaderPort port taker]
    (let [^ArrayDeque takes (.takes port)]
      (holding (.lock port)
        (.removeIf takes given-up)
        ;; Who came first is served first.
        (when (.isEmpty takes) (look! port))
        (cond
          (and (.isEmpty takes) @(.ready port)) (when (commit taker) (box (given! port)))
          (and (impl/blockable? taker) (impl/active? taker))
          (do
            (require-few takes "takes")
            (.add takes taker)
            (wait! port)
            nil)))))

  impl/Channel
  (closed? [^ReaderPort port] @(.closed port))
  (close! [^ReaderPort port]
    (holding (.lock port)
      (when-not @(.closed port)
        (vreset! (.closed port) true)
        (vreset! (.ready port) [nil])
        (some-> ^Thread @(.waiter port) .interrupt)
        (.close ^Reader (.reader port))))
    (pump! port)
    nil))

(defmethod print-method ReaderPort [port ^java.io.Writer w] (.write w (str port)))

(defn reader-port
  "Returns a port from which the events of a stream are taken, from its earliest on, each once among all who
  take from it; it waits for those to come, and is closed, for its takers, where the stream is sealed or its
  bound ends. Events that are gone, or a failing disk, are taken as one exception, and then it is closed.
  Close it, with `close!`, when it is not wanted any more: takes that wait get nil.

  Options: `:from`, a cursor or what `bourn.core/cursor` takes; `:context`; `:stamped` true for what
  `bourn.core/stamped` has of each.

      (let [port (reader-port orders)]
        [(<!! port) (<!! port)]) ;=> [{:item \"tea\" :total 4.5} {:item \"jam\" :total 3.0}]"
  ([stream] (reader-port stream {}))
  ([stream {:keys [from context stamped]}]
   (let [^CausalContext context (or context CausalContext/NONE)
         ^EventStream of (cond
                           (instance? DatomStream stream) (.stream ^DatomStream stream)
                           (instance? BoundedStream stream) (.stream ^BoundedStream stream)
                           :else stream)
         reader (saying
                  (if (instance? BoundedStream stream)
                    (.read ^BoundedStream stream)
                    (.read of (if (instance? Cursor from) from (b/cursor of (or from :earliest))) context)))
         read-one (if stamped (b/stamped-by of) reading/event-value)]
     (ReaderPort. (ReentrantLock.) of reader read-one (ArrayDeque.) (volatile! nil) (volatile! nil)
       (volatile! false)))))

;; ---- putting

(deftype WriterPort [lock ^EventStream stream options ^ArrayDeque puts writing closed failure]
  ;; All is guarded by `lock`. `puts` has [value callback]; `writing` is whether a thread appends them.
  Object
  (toString [_] (str "#<port to " (.name (.descriptor stream)) (when @closed " closed") ">")))

(defn- end!
  "Takes no more puts, and says why: `e`, as what failed where `failed` is true."
  [^WriterPort port e failed]
  (when failed (vreset! (.failure port) e))
  (vreset! (.closed port) true)
  (when-let [ended (:ended (.options port))] (ended e))
  false)

(defn- append!
  "Appends values by `append`; returns whether they are in the stream, or nil where it is full. If they are
  not, no more are taken."
  [^WriterPort port values append]
  (let [{:keys [durability context]} (.options port)
        request (b/request-of values durability context)]
    (try
      (let [done (append (.stream port) request)]
        (cond
          (or (instance? Append$Sealed done) (instance? Append$Deleted done))
          (end! port (refused :unsupported (str "the stream takes no more: " done) {}) false)

          (instance? Append$Full done) nil
          :else (do (outcome done) true)))
      (catch Exception e
        (end! port (if (instance? RuntimeException e) (anomaly e) e) true)))))

(defn- waiting-append
  [^EventStream stream ^AppendRequest request]
  (.append stream request Deadline/NEVER))

(defn- append-now
  [^EventStream stream ^AppendRequest request]
  (.append stream request))

(defn- next-puts
  "Takes what waits to be put, or ends the writing; a port that is closed seals its stream then, if it is to."
  [^WriterPort port]
  (let [^ArrayDeque puts (.puts port)]
    (holding (.lock port)
      (if (.isEmpty puts)
        (do
          (vreset! (.writing port) false)
          nil)
        (let [taken (ArrayList. puts)]
          (.clear puts)
          taken)))))

(defn- seal-at-end!
  [^WriterPort port]
  (when (and @(.closed port) (nil? @(.failure port)) (:seal (.options port)))
    (.seal ^EventStream (.stream port) [])))

(defn- write!
  [^WriterPort port]
  (loop []
    (if-let [^List puts (next-puts port)]
      (let [done (append! port (mapv first puts) waiting-append)]
        (run! (fn [[_ put]] (dispatch/run #(put done))) puts)
        (recur))
      (seal-at-end! port))))

(defn- start-writing!
  [^WriterPort port]
  (when-not @(.writing port)
    (vreset! (.writing port) true)
    (Thread/startVirtualThread #(write! port))))

(extend-type WriterPort
  impl/WritePort
  (put! [^WriterPort port x putter]
    (when (nil? x)
      (throw (IllegalArgumentException. "nil cannot be put to a port")))
    (let [value (->value x)
          ^ArrayDeque puts (.puts port)]
      (holding (.lock port)
        (cond
          @(.closed port) (do (commit putter) (box false))
          (impl/blockable? putter)
          (when (impl/active? putter)
            (require-few puts "puts")
            (when-let [put (commit putter)]
              (.add puts [value put])
              (start-writing! port)
              nil))
          ;; offer! does not wait, for others or for room.
          (and (not @(.writing port)) (impl/active? putter))
          (when-some [done (append! port [value] append-now)]
            (commit putter)
            (box done))))))

  impl/Channel
  (closed? [^WriterPort port] @(.closed port))
  (close! [^WriterPort port]
    (holding (.lock port)
      (when-not @(.closed port)
        (vreset! (.closed port) true)
        (start-writing! port)))
    nil))

(defmethod print-method WriterPort [port ^java.io.Writer w] (.write w (str port)))

(defn writer-port
  "Returns a port to which values are put, to be appended to a stream. A put gives true once its value is in
  the stream, in the order of puts, and false where the stream is sealed or deleted, the port was closed
  before, or an append failed: `failure` says how, and nothing is put after that. Where the stream is full,
  puts wait, and one within `alts!` is chosen already. After `close!` what was put before is still appended.

  Options: `:durability` and `:context`, as of `bourn.core/append-all!`; `:seal` true to seal the stream when
  the port is closed; `:ended`, a function that is called with an exception, and must not block, when the
  stream takes no more.

      (let [port (writer-port orders)]
        [(>!! port {:item \"milk\"}) (count (events orders))]) ;=> [true 3]"
  ([stream] (writer-port stream {}))
  ([stream options]
   (when-not (instance? EventStream stream)
     (throw (refused :incorrect (str "a stream is required, found " (pr-str stream)) {:found stream})))
   (WriterPort. (ReentrantLock.) (b/appendable stream) options (ArrayDeque.) (volatile! false) (volatile! false)
     (volatile! nil))))

(defn failure
  "Returns what ended a writer port, as an exception, or nil."
  [^WriterPort port]
  @(.failure port))
