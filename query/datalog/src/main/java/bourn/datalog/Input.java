package bourn.datalog;

/** What stands at one position of {@code :in}. Prints as it would be written. */
sealed interface Input {

  /** Returns where this stands. */
  Place place();

  /** {@code $name}: a source. */
  record Source(String name, Place place) implements Input {
    @Override
    public String toString() {
      return name;
    }
  }

  /** {@code %}: rules. */
  record Rules(Place place) implements Input {
    @Override
    public String toString() {
      return "%";
    }
  }

  /** A value, taken apart. */
  record Bound(Binding binding) implements Input {
    @Override
    public Place place() {
      return binding.place();
    }

    @Override
    public String toString() {
      return binding.toString();
    }
  }
}
