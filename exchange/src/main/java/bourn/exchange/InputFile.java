package bourn.exchange;

import bourn.kernel.ProgressListener;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens files, so that progress is told of the bytes that are read. */
final class InputFile {

  private InputFile() {}

  /** Opens a text in UTF-8; other bytes are refused, not replaced. */
  static Reader open(Path file, ProgressListener progress) throws IOException {
    InputStream bytes = Files.newInputStream(file);
    progress.begin(file.getFileName().toString(), Files.size(file));
    return new InputStreamReader(counted(bytes, progress), StandardCharsets.UTF_8.newDecoder());
  }

  private static InputStream counted(InputStream bytes, ProgressListener progress) {
    return new FilterInputStream(bytes) {
      @Override
      public int read() throws IOException {
        int read = super.read();
        progress.step(read < 0 ? 0 : 1);
        return read;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        progress.step(Math.max(0, read));
        return read;
      }
    };
  }
}
