/** Lincheck and jcstress on what several threads touch at once. */
package bourn.kernel;
