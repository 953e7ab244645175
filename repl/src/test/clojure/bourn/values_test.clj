(ns bourn.values-test
  (:require
   [bourn.values :refer [->clj ->value]]
   [clojure.test :refer [are deftest is]])
  (:import
   (bourn.kernel Reference)))

(set! *warn-on-reflection* true)

(deftest clojure-data-comes-back-as-it-was
  (are [x] (= x (->clj (->value x)))
    nil true false 1 -1 1.5 ##Inf 1N 123456789012345678901234567890N 1.5M "text"
    :a :a/b 'a 'a/b
    [1 [2 #{3}] {:a {"b" [nil]}}] #{} {} []
    #uuid "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"
    (tagged-literal 'my/tag [1 2])
    (Reference. 1 2)
    (java.time.Instant/parse "2026-01-31T10:15:30.123456Z")))

(deftest types-that-are-told-apart-stay-apart
  (is (not= (->value 1) (->value 1.0)))
  (is (not= (->value "a") (->value :a)))
  (is (= (->value [1 2]) (->value '(1 2)))))

(deftest bytes-come-back
  (is (= [1 2 3] (vec (->clj (->value (byte-array [1 2 3])))))))

(deftest what-is-no-value-is-refused
  (is (thrown? IllegalArgumentException (->value (Object.)))))
