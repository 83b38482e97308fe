<?php

declare(strict_types=1);

namespace App\Http;

use App\Models\{Post, User};
use InvalidArgumentException;
use function array_map;
use const PHP_EOL;

/**
 * Shows posts.
 *
 * @param int $id
 * @return string
 */
#[Route('/posts', name: 'posts')]
final class PostController extends Controller implements Countable
{
    use LogsThings;

    public const int PER_PAGE = 20;
    private static ?self $instance = null;
    protected array $cache = ['a' => 1, "b" => 2.5, 'c' => 0xFF, 'd' => 1_000];

    public function __construct(
        private readonly Database $db,
        protected ?Logger $logger = null,
    ) {
        parent::__construct();
    }

    public static function instance(): static
    {
        return self::$instance ??= new static(new Database('sqlite::memory:'));
    }

    public function show(int $id, string|int $format = 'html'): string
    {
        $post = $this->db->query("select * from posts where id = $id and title = '{$this->cache['a']}'");
        if ($post === null || !isset($post['title'])) {
            throw new InvalidArgumentException(sprintf('No post %d', $id), 404);
        } elseif (empty($post["body"])) {
            return '';
        }
        # An old comment
        $title = htmlspecialchars($post['title'], ENT_QUOTES);
        $author = $post->author?->name ?? 'nobody\'s';
        echo "Title:\t{$title} by ${author}\n", PHP_EOL;

        return match (true) {
            $format === 'json' => json_encode(['title' => $title, 'ok' => true], JSON_PRETTY_PRINT),
            is_int($format), $format > 10 => (string) $format,
            default => $this->render(<<<HTML
                <article>
                  <h1>$title</h1>
                  <p>{$post['body']}</p>
                </article>
                HTML),
        };
    }

    public function titles(iterable $posts): array
    {
        $prefix = '> ';
        $titles = array_map(fn(Post $post): string => $prefix . $post->title, [...$posts]);
        usort($titles, function ($a, $b) use ($prefix) {
            return $a <=> $b;
        });
        foreach ($titles as $index => &$title) {
            if ($index % 2 == 0) {
                continue;
            }
            $title = ucfirst(strtolower($title));
        }
        unset($title);
        for ($i = 0, $n = count($titles); $i < $n; ++$i) {
            while (str_ends_with($titles[$i], '.')) {
                $titles[$i] = substr($titles[$i], 0, -1);
            }
        }
        list($first, , $third) = $titles + [null, null, null];

        return compact('first', 'third');
    }

    public function help(): string
    {
        return <<<'TEXT'
            No $variables here.
            TEXT;
    }

    public function count(): int
    {
        static $calls = 0;
        $calls += 1;
        try {
            return (int) round($calls * 1.5e3);
        } catch (\TypeError | \ValueError $e) {
            $this->logger?->error($e->getMessage());
        } finally {
            goto done;
        }
        done:
        return $calls instanceof self ? PHP_INT_MAX : 0b11;
    }
}

enum Suit: string
{
    case Hearts = 'H';
    case Spades = 'S';

    public static function random(): self
    {
        return self::cases()[array_rand(self::cases())];
    }
}

interface HasArea
{
    public function area(): float;
}

abstract class Shape implements HasArea
{
    abstract public function name(): string;
}

$circle = new class(2.0) extends Shape {
    public function __construct(private float $radius) {}
    public function area(): float { return M_PI * $this->radius ** 2; }
    public function name(): string { return __CLASS__; }
};

require_once __DIR__ . '/vendor/autoload.php';
print $circle->name() . ' ' . number_format($circle->area(), 2);
