(ns bourn.naming
  "Queries in which an attribute is its name, as DataScript has it: where an attribute of a database is a
  variable, that is the keyword, and neither what declares attributes nor the time of a transaction is found.

  Elsewhere an attribute is an entity, and :db/ident says its name. So [?e ?a ?v] becomes [?e ?a0 ?v],
  [?a0 :db/ident ?a], and a condition that ?a0 is none of the attributes that every database has."
  (:require
   [clojure.string :as str])
  (:import
   (bourn.datoms EntityIds)
   (bourn.index Database)
   (clojure.lang IDeref)))

(set! *warn-on-reflection* true)

(defn- begins?
  [x prefix]
  (and (symbol? x) (str/starts-with? (name x) prefix)))

(defn- variable?
  [x]
  (begins? x "?"))

(defn- source?
  [x]
  (begins? x "$"))

(defn- variables
  [forms]
  (into [] (comp (filter variable?) (distinct)) (tree-seq coll? seq forms)))

(defn- attribute-variable
  "A variable that the query does not have."
  [{:keys [made]}]
  (symbol (str "?attribute__" (vswap! made inc))))

(defn- pattern
  [{:keys [databases fixed] :as within} source clause]
  (let [[named terms] (if (source? (first clause)) (split-at 1 clause) [() clause])
        [e a & more] terms]
    (if (and (databases (or (first named) source))
          (or (nil? a) (= '_ a) (and (variable? a) (not (fixed a)))))
      (let [attribute (attribute-variable within)]
        (cond-> [(vec (concat named [e attribute] more))
                 [(list '<= EntityIds/FIRST_ATTRIBUTE attribute)]]
          (variable? a) (conj (vec (concat named [attribute :db/ident a])))))
      [clause])))

(defn- call
  "Of the functions, get-some gives an attribute."
  [within [[function source] binding :as clause]]
  (let [a (when (sequential? binding) (first binding))]
    (if (and (= 'get-some function) (variable? a))
      (let [attribute (attribute-variable within)]
        [[(first clause) (into [attribute] (rest binding))]
         [source attribute :db/ident a]])
      [clause])))

(declare clauses)

(defn- branch
  [within source form]
  (let [found (clauses within source [form])]
    (if (next found) (list* 'and found) (first found))))

(defn- compound
  [within source [head & more :as form]]
  (cond
    (source? head) (list* head (compound within head more))
    ('#{and not} head) (list* head (clauses within source more))
    (= 'not-join head) (list* head (first more) (clauses within source (rest more)))
    (= 'or-join head) (list* head (first more) (map #(branch within source %) (rest more)))
    (= 'or head)
    (let [branches (map #(branch within source %) more)]
      (if (= more branches) form (list* 'or-join (variables more) branches)))

    :else form))

(defn- clauses
  [within source forms]
  (mapcat
    (fn [form]
      (cond
        (seq? form) [(compound within source form)]
        (not (vector? form)) [form]
        (seq? (first form)) (call within form)
        :else (pattern within source form)))
    forms))

(defn- section
  "What follows `k` in a query, up to the next section."
  [query k]
  (if (map? query)
    (k query)
    (take-while (complement keyword?) (rest (drop-while #(not= k %) query)))))

(defn- with-clauses
  [query where]
  (if (map? query)
    (assoc query :where (vec where))
    (let [[before [_ & after]] (split-with #(not= :where %) query)]
      (vec (concat before [:where] where (drop-while (complement keyword?) after))))))

(defn- database?
  [x]
  (or (instance? Database x)
    (and (instance? IDeref x) (not (var? x)) (database? @x))))

(defn- rule
  [within [head & body]]
  (into [head] (clauses within '$ body)))

(defn named
  "Returns a query and what it is given, so that attributes are their names in what it finds of databases. Text
  is left as it is.

      (first (named '[:find ?a :where [1 ?a]] [db]))
      ;=> [:find ?a :where [1 ?attribute__1] [(<= 2305843009213694976 ?attribute__1)] [?attribute__1 :db/ident ?a]]"
  [query xs]
  (if-not (coll? query)
    [query xs]
    (let [in (or (seq (section query :in)) '[$])
          databases (into #{} (keep (fn [[form x]] (when (and (source? form) (database? x)) form))) (map vector in xs))
          within {:databases databases :fixed (into #{} (filter variable?) in) :made (volatile! 0)}
          rules {:databases databases :fixed #{} :made (:made within)}
          where (section query :where)
          found (clauses within '$ where)]
      [(if (= where found) query (with-clauses query found))
       (map
         (fn [form x]
           (if (and (= '% form) (coll? x)) (mapv #(rule rules %) x) x))
         (concat in (repeat nil))
         xs)])))
