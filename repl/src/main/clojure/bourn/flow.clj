(ns bourn.flow
  "Streams as processes of core.async.flow, which core.async has in 1.10, an alpha release when this was written:
  org.clojure/core.async 1.10.864-alpha1 beside Bourn. `source` and `sink` are step functions: give their vars to
  flow/process. What is a port is in `bourn.async`; docs/clojure.md has a flow."
  (:require
   [bourn.async :as ba]
   [bourn.refusals :refer [refused]]
   [clojure.core.async :as a]
   [clojure.core.async.flow :as-alias flow]
   [clojure.core.async.impl.protocols :as impl]))

(set! *warn-on-reflection* true)

(defn source
  "A step function that gives the events of a stream to :out, those there are and those to come. Its :args are
  :stream and the options of `bourn.async/reader-port`. It takes an event when the one before is out: a slow
  flow slows it, and nobody else. Paused, it takes none; stopped, it closes its port, and what was taken but not
  given stays in the stream, where :from of a later flow finds it. A stream that is sealed gives nothing after
  its last event; events that are gone are an error of the flow."
  ([]
   {:params {:stream "the stream to read"
             :from "where to begin: a cursor, an offset, :earliest, :tail or an instant"
             :context "within what it is read"
             :stamped "whether with what bourn.core/stamped has of each"}
    :outs {:out "the events"}
    :workload :io})
  ([{:keys [stream] :as args}]
   {::flow/in-ports {::events (ba/reader-port stream (select-keys args [:from :context :stamped]))}})
  ([state transition]
   (when (= ::flow/stop transition)
     (a/close! (get-in state [::flow/in-ports ::events])))
   state)
  ([state _ event]
   (cond
     (nil? event) [state nil]
     (instance? Throwable event) (throw event)
     :else [state {:out [event]}])))

(defn sink
  "A step function that appends what comes in at :in to a stream. Its :args are :stream and the options of
  `bourn.async/writer-port`. While the stream is full, what is before it in the flow waits. What is not
  appended, as it does not fit or the stream takes no more, is an error of the flow, and so is all that comes
  after it. Stopped, it appends what it has taken."
  ([]
   {:params {:stream "the stream to append to"
             :durability "what an append survives"
             :context "within what it is appended"
             :seal "whether the stream is sealed at the end"}
    :ins {:in "what to append"}
    :workload :io})
  ([{:keys [stream] :as args}]
   (let [ended (a/chan 1)
         options (assoc (select-keys args [:durability :context :seal]) :ended #(a/offer! ended %))
         port (ba/writer-port stream options)
         ;; A put to the port waits until it is appended, and could not be left for a command meanwhile.
         before (a/chan)]
     (a/pipe before port)
     {::port port
      ::flow/in-ports {::ended ended}
      ::flow/out-ports {::appended before}}))
  ([state transition]
   (when (= ::flow/stop transition)
     (a/close! (get-in state [::flow/out-ports ::appended])))
   state)
  ([state in x]
   (let [port (::port state)]
     (cond
       (= ::ended in) (throw x)
       (impl/closed? port)
       (throw
         (or (ba/failure port)
           (refused :unsupported "the stream takes no more: it is sealed or deleted" {:not-appended x})))

       :else [state {::appended [x]}]))))
