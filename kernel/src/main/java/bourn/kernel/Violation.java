package bourn.kernel;

/**
 * One row of a batch that does not fit its stream's product type.
 *
 * @param row the index of the row in the batch
 * @param field the name of the field
 * @param required what the type asks for
 * @param found what the row holds
 */
public record Violation(int row, String field, String required, String found) {

  @Override
  public String toString() {
    return "row " + row + ", field " + field + ": required " + required + ", found " + found;
  }
}
