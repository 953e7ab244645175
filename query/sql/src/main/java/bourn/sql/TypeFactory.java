package bourn.sql;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;

/** Makes types whose strings hold any text; Calcite's own hold Latin 1 only. */
final class TypeFactory extends JavaTypeFactoryImpl {

  TypeFactory() {
    super(BournTypeSystem.INSTANCE);
  }

  @Override
  public Charset getDefaultCharset() {
    return StandardCharsets.UTF_8;
  }
}
