/** What of the Clojure face is called once a value: values as Clojure data, datoms, rows found. */
@NullMarked
package bourn.repl;

import org.jspecify.annotations.NullMarked;
