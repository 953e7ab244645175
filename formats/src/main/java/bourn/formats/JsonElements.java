package bourn.formats;

import bourn.kernel.Value;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Reads the elements of a JSON array, or JSON values one after another. */
final class JsonElements implements ValueReader {

  private final JsonSource source;
  private boolean begun;
  private boolean ended;
  private boolean array;
  private long line = 1;

  JsonElements(JsonSource source) {
    this.source = source;
  }

  @Override
  public @Nullable Value next() {
    if (ended) {
      return null;
    }
    ended = true;
    Value value = begun ? read(source.advance()) : readFirst(source.advance());
    ended = value == null;
    return value;
  }

  private @Nullable Value readFirst(@Nullable JsonToken token) {
    begun = true;
    array = token == JsonToken.START_ARRAY;
    return read(array ? source.advance() : token);
  }

  private @Nullable Value read(@Nullable JsonToken token) {
    if (token == null && !array) {
      return null;
    }
    if (token == null) {
      throw source.refused("required ] at the end of the array, found the end of the text");
    }
    if (token == JsonToken.END_ARRAY && array) {
      if (source.advance() != null) {
        throw source.refused("required nothing more after the array, found more");
      }
      return null;
    }
    line = source.line();
    return source.read(token);
  }

  @Override
  public long line() {
    return line;
  }

  @Override
  public void close() {
    source.close();
  }
}
