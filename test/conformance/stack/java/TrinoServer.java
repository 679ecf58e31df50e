/** Starts Trino from jars; the distribution's own main class is not published as one. */
public final class TrinoServer {
  public static void main(String[] args) {
    new io.trino.server.Server().start(args[0]);
  }
}
