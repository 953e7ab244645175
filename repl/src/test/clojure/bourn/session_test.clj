(ns bourn.session-test
  (:require
   [bourn.core :as b]
   [bourn.session :as session]
   [clojure.string :as str]
   [clojure.test :refer [deftest is]]))

(set! *warn-on-reflection* true)

(defn- typed
  "Returns what a session prints when these lines are typed."
  [store & lines]
  (let [left (atom lines)]
    (with-out-str
      (session/start store
        (fn [_] (let [line (first @left)] (swap! left rest) line))))))

(deftest streams-are-at-hand-and-the-banner-shows-forms-to-try
  (with-open [store (b/open)]
    (b/append! (b/stream store "my.orders") {:item "tea"})
    (let [said (typed store "(count (events my-orders))" "(def x" "  (+ 40 2))" "x" ":quit" "never")]
      (is (str/includes? said "its streams are my-orders"))
      (is (str/includes? said "(append! (stream store \"orders\")"))
      (is (= ["1" "#'user/x" "42"] (take-last 3 (str/split-lines said)))))))

(deftest what-goes-wrong-is-said-in-words-and-the-session-goes-on
  (with-open [store (b/open)]
    (b/transact (b/datom-stream store "people") [{:person/name "Ada"}])
    (let [said (typed store
                 "(q '[:find ?n :where [_ :person/nmae ?n]] people)"
                 ")"
                 "(q '[:find ?n . :where [_ :person/name ?n]] people)")]
      (is (str/includes? said "did you mean :person/name?"))
      (is (str/includes? said "Unmatched delimiter"))
      (is (not (str/includes? said "\tat ")))
      (is (= "\"Ada\"" (last (str/split-lines said)))))))

(deftest the-forms-to-try-work
  (with-open [store (b/open)]
    (let [banner (session/banner (session/prepare store))
          forms (->> (str/split-lines banner) (map str/trim) (filter #(str/starts-with? % "(")))]
      (is (= 3 (count forms)))
      (is (= ["[4.5]" "#{[\"tea\"]}"] (take-last 2 (str/split-lines (apply typed store forms))))))))
