(ns user
  "What a prompt of the alias :dev begins with: `bourn.core` as `b`, and (demo!)."
  (:require
   [bourn.core :as b]))

(set! *warn-on-reflection* true)

(def ^:private forms
  ["(b/q '[:find ?place (count ?q)
        :in $quakes $stations
        :where [$quakes ?q :mag ?mag] [(< 5 ?mag)] [$quakes ?q :station ?code]
               [$stations ?s :station/code ?code] [$stations ?s :station/place ?place]]
  quakes stations)"
   "(take 3 (sort-by :mag > (b/events quakes)))"
   "(b/reduce-column (fn ^double [^double most ^double motion] (max most motion)) 0.0 readings :motion)"
   "(map #(b/pull % [:station/state] [:station/code \"ANC\"]) [(b/as-of stations 1) stations])"
   "(b/sql store \"SELECT station, MAX(mag) AS strongest FROM quakes GROUP BY station\")"])

(defn demo!
  "Makes a store on the heap with a stream of each kind, has it and them at hand as `store`, `quakes`,
  `stations` and `readings`, and prints what to try. Returns the store."
  []
  (let [store (b/open)
        quakes (b/stream store "quakes")
        stations (b/datom-stream store "stations")
        readings (b/typed-stream store "readings" [[:code :symbol] [:second :i32] [:motion :f64]])]
    (b/append-all! quakes
      (for [n (range 200)]
        {:mag (/ (Math/round (* 10.0 (+ 1 (* 5.5 (Math/abs (Math/sin (* n n))))))) 10.0)
         :station (if (even? n) "ANC" "KUR")}))
    (b/transact stations [{:db/ident :station/code :db/unique :db.unique/identity}])
    (b/transact stations
      [{:station/code "KUR" :station/place "Kuril Islands" :station/state :working}
       {:station/code "ANC" :station/place "Alaska" :station/state :working}])
    (b/transact stations [{:station/code "ANC" :station/state :broken}])
    (b/append-all! readings
      (for [code ["KUR" "ANC"], second (range 5000)]
        {:code code :second second :motion (Math/abs (Math/sin second))}))
    (doseq [[name x] {'store store 'quakes quakes 'stations stations 'readings readings}]
      (intern 'user name x))
    (println "Try these, or what docs/guide has:\n")
    (run! println forms)
    store))
