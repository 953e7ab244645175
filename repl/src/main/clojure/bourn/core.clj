(ns bourn.core
  "Streams as Clojure values.")

(set! *warn-on-reflection* true)
