/** Tests of the adapters. */
package bourn.adapters;
