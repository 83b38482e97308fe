package org.example.library;

import java.io.IOException;
import java.nio.file.*;
import java.util.*;
import java.util.function.Function;
import java.util.stream.Collectors;
import static java.util.Objects.requireNonNull;

/**
 * A library that lends books.
 *
 * @author Ada
 * @see Book
 * @param <K> how books are named
 */
@SuppressWarnings("unchecked")
public class Library<K extends Comparable<K>> implements AutoCloseable {
    private static final int MAX_LOANS = 5;
    private static final long SEED = 0xCAFE_BABEL;
    public static final double FINE = 0.25d, RATE = 1.5e-3;
    private final Map<K, Book> books = new TreeMap<>();
    protected volatile boolean open = true;
    transient char separator = '\t';

    /** What one can borrow. */
    public sealed interface Item permits Book, Magazine {
        String title();

        default int weight() {
            return 1;
        }
    }

    public record Book(String title, String author, int year) implements Item {
        public Book {
            requireNonNull(title, "title");
            if (year < 1450) throw new IllegalArgumentException("too old: " + year);
        }
    }

    public static non-sealed class Magazine implements Item {
        @Override
        public String title() {
            return "Weekly";
        }
    }

    enum Status {
        AVAILABLE("on the shelf"), LENT("away") {
            @Override
            boolean canLend() { return false; }
        };

        final String words;

        Status(String words) { this.words = words; }

        boolean canLend() { return true; }
    }

    public Library(Path file) throws IOException {
        try (var lines = Files.lines(file)) {
            lines.map(line -> line.split(";", 3))
                 .filter(parts -> parts.length == 3 && !parts[0].isBlank())
                 .forEach(parts -> add((K) parts[0], new Book(parts[1], parts[2], 1990)));
        } catch (NoSuchFileException | SecurityException e) {
            System.err.printf("Could not read %s: %s%n", file, e.getMessage());
            throw e;
        } finally {
            open = books.size() > 0;
        }
    }

    public synchronized Library<K> add(K key, Book book) {
        books.putIfAbsent(key, book);
        return this;
    }

    public <R> List<R> map(Function<? super Book, ? extends R> function) {
        return books.values().stream().<R>map(function).collect(Collectors.toList());
    }

    static String describe(Object object) {
        return switch (object) {
            case null -> "nothing";
            case Book(String title, var author, int year) when year > 2000 -> title + " (new)";
            case Magazine m -> m.title();
            case Integer i -> {
                int doubled = i << 1;
                yield "number " + doubled;
            }
            default -> object.toString();
        };
    }

    int count(int[] numbers) {
        int total = 0;
        outer:
        for (int i = 0; i < numbers.length; i++) {
            for (int n : numbers) {
                if (n == 0) continue outer;
                if (n < 0) break outer;
                total += (n % 2 == 0) ? n : -n;
            }
        }
        do {
            total >>>= 1;
        } while (total > 100);
        assert total <= 100 : "still large";
        return total;
    }

    @Deprecated(since = "2.0", forRemoval = true)
    public String help() {
        return """
            Usage: library "FILE"
              lists what is \"there"
            """;
    }

    @Override
    public void close() {
        open = false;
        Runnable farewell = () -> System.out.println("Closed.");
        farewell.run();
        if (!(this instanceof AutoCloseable)) return;
        Object lock = new Object();
        synchronized (lock) { books.clear(); }
    }

    public static void main(String... args) throws Exception {
        final var path = args.length > 0 ? Path.of(args[0]) : null;
        Library<String> library = new Library<>(path);
        float f = 1.0f;
        long big = 1_000_000L;
        System.out.println(library.map(Book::title) + " " + f + big);
    }
}
