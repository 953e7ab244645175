/** What holds of the repository as a whole. */
package bourn.checks;
