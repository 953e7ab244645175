package bourn.bench;

import clojure.java.api.Clojure;
import clojure.lang.IFn;

/** Functions of Clojure, by their text, with {@code bourn.core} as {@code b}. */
final class Face {

  private Face() {}

  /** Returns the function that {@code text} evaluates to. */
  static IFn fn(String text) {
    return (IFn)
        Clojure.var("clojure.core", "load-string")
            .invoke(
                "(ns bourn.bench.face (:require [bourn.core :as b] [bourn.async :as ba]"
                    + " [clojure.core.async :as a]))"
                    + text);
  }
}
