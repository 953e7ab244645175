package bourn.datoms;

import bourn.kernel.Keyword;
import bourn.kernel.Value;

/** Thrown when a transaction breaks a rule; nothing of it was appended. */
public final class TransactionException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final int MOST_FORM_LENGTH = 200;

  private final transient Keyword code;
  private final transient Value form;
  private final String required;
  private final String found;

  /**
   * Makes a refusal.
   *
   * @param code which rule, as {@code :transaction/unique-conflict}
   * @param reason the rule in plain words
   * @param form the part of the transaction that breaks it
   */
  public TransactionException(
      Keyword code, String reason, Value form, String required, String found) {
    super(reason + ": required " + required + ", found " + found + ", in " + shortened(form));
    this.code = code;
    this.form = form;
    this.required = required;
    this.found = found;
  }

  /** Returns which rule was broken, as a keyword. */
  public Keyword code() {
    return code;
  }

  /** Returns the part of the transaction that breaks it. */
  public Value form() {
    return form;
  }

  /** Returns what the rule requires. */
  public String required() {
    return required;
  }

  /** Returns what was found instead. */
  public String found() {
    return found;
  }

  /** Returns {@code value} as text short enough for a message. */
  static String shortened(Value value) {
    String text = value.toString();
    return text.length() <= MOST_FORM_LENGTH ? text : text.substring(0, MOST_FORM_LENGTH) + "...";
  }
}
