(ns bourn.core-test
  (:require
   [bourn.core]
   [clojure.test :refer [deftest is]]))

(set! *warn-on-reflection* true)

(deftest says-what-it-is
  (is (string? (:doc (meta (the-ns 'bourn.core))))))
