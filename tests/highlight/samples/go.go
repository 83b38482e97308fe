// Package feed reads feeds and keeps the newest entries.
package feed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sort"
	"strings"
	"sync"
	"time"
)

// ErrEmpty is returned when a feed has no entries.
var ErrEmpty = errors.New("feed: empty")

const (
	maxBody     = 1 << 20
	timeout     = 10 * time.Second
	ratio       = 0.75e-2
	mask    int = 0xFF_FF ^ 0b1010 | 0o17
	letter      = 'x'
	newline     = '\n'
)

type Kind int

const (
	Atom Kind = iota
	RSS
	_
)

/*
Entry is one item of a feed.
It is sorted by Published.
*/
type Entry struct {
	ID        string            `json:"id"`
	Title     string            `json:"title,omitempty"`
	Published time.Time         `json:"published"`
	Meta      map[string]any    `json:"-"`
	tags      []string
	done      chan<- struct{}
}

type Reader interface {
	Read(ctx context.Context, url string) ([]Entry, error)
}

type Number interface {
	~int | ~int64 | ~float64
}

type Cache[K comparable, V any] struct {
	mu    sync.RWMutex
	items map[K]V
	limit int
}

func NewCache[K comparable, V any](limit int) *Cache[K, V] {
	return &Cache[K, V]{items: make(map[K]V, limit), limit: limit}
}

func (c *Cache[K, V]) Get(key K) (value V, ok bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	value, ok = c.items[key]
	return
}

func Sum[T Number](numbers ...T) (total T) {
	for _, n := range numbers {
		total += n
	}
	return total
}

type client struct {
	http *http.Client
	*Cache[string, []Entry]
}

func (c *client) Read(ctx context.Context, url string) ([]Entry, error) {
	if cached, ok := c.Get(url); ok && len(cached) > 0 {
		return cached, nil
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, fmt.Errorf("feed: request %q: %w", url, err)
	}
	request.Header.Set("Accept", "application/json")
	response, err := c.http.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()

	switch {
	case response.StatusCode == http.StatusNotModified:
		fallthrough
	case response.StatusCode >= 400:
		return nil, fmt.Errorf("feed: status %d", response.StatusCode)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxBody))
	var entries []Entry
	if err := json.Unmarshal(body, &entries); err != nil {
		return nil, err
	} else if len(entries) == 0 {
		return nil, ErrEmpty
	}
	sort.Slice(entries, func(i, j int) bool { return entries[i].Published.After(entries[j].Published) })
	return entries, nil
}

func ReadAll(ctx context.Context, r Reader, urls []string) map[string][]Entry {
	results := make(chan struct {
		url     string
		entries []Entry
	})
	var group sync.WaitGroup
	for _, url := range urls {
		group.Add(1)
		go func() {
			defer group.Done()
			entries, err := r.Read(ctx, url)
			if err != nil && !errors.Is(err, ErrEmpty) {
				fmt.Printf("%s\t%v\n", url, err)
				return
			}
			results <- struct {
				url     string
				entries []Entry
			}{url, entries}
		}()
	}
	go func() { group.Wait(); close(results) }()
	all := map[string][]Entry{}
loop:
	for {
		select {
		case result, open := <-results:
			if !open {
				break loop
			}
			all[result.url] = append(all[result.url], result.entries...)
		case <-ctx.Done():
			panic(ctx.Err())
		}
	}
	return all
}

var help = `usage: feed [flags] URL...
	-n   how many entries ("all" is allowed)
`

func init() { help = strings.TrimSpace(help) + string(rune(10)) }
