(ns build
  "What `clojure -X:deps prep` runs, here and in projects that have this one as :local/root."
  (:import
   (java.io File)))

(set! *warn-on-reflection* true)

(defn compile-java
  "Has Maven compile what Clojure calls."
  [_]
  (let [^"[Ljava.lang.String;" command
        (into-array String
          ["mvn" "-q" "--batch-mode" "-Dmaven.test.skip=true" "--projects" "repl" "--also-make" "compile"])
        builder (doto (ProcessBuilder. command) .inheritIO (.directory (File. ".")))
        status (.waitFor (.start builder))]
    (when-not (zero? status)
      (throw (ex-info "Maven could not compile; its output says why" {:status status})))))
