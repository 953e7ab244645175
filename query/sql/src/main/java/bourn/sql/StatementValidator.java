package bourn.sql;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.validate.SelectScope;
import org.apache.calcite.sql.validate.SqlValidatorCatalogReader;
import org.apache.calcite.sql.validate.SqlValidatorImpl;

/** Validates a statement against our catalog. */
final class StatementValidator extends SqlValidatorImpl {

  StatementValidator(
      SqlOperatorTable operators,
      SqlValidatorCatalogReader catalog,
      RelDataTypeFactory types,
      Config config) {
    super(operators, catalog, types, config);
  }

  /** Called for the columns that {@code *} stands for. */
  @Override
  protected void addToSelectList(
      List<SqlNode> list,
      Set<String> aliases,
      List<Map.Entry<String, RelDataType>> fields,
      SqlNode column,
      SelectScope scope,
      boolean includeSystemVars) {
    if (!(column instanceof SqlIdentifier name)
        || !CatalogTable.HIDDEN.contains(name.names.getLast())) {
      super.addToSelectList(list, aliases, fields, column, scope, includeSystemVars);
    }
  }
}
