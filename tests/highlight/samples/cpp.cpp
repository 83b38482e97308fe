// A tiny event loop with timers.
#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>
#include "loop/config.hpp"

#ifndef LOOP_LIMIT
#define LOOP_LIMIT 1'000'000
#endif

namespace loop::detail {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using Task = std::function<void()>;

template <typename T>
concept Callable = requires(T t) {
    { t() } -> std::same_as<void>;
};

/**
 * What can be waited for.
 * @tparam T the kind of result
 */
template <typename T, std::size_t N = 16>
class Channel final {
public:
    explicit Channel(std::string name) : name_{std::move(name)}, items_() {}
    Channel(const Channel&) = delete;
    Channel& operator=(Channel&&) noexcept = default;
    virtual ~Channel() = default;

    [[nodiscard]] bool push(T&& item) {
        if (items_.size() >= N) return false;
        items_.emplace_back(std::forward<T>(item));
        return true;
    }

    auto begin() const noexcept -> typename std::vector<T>::const_iterator { return items_.cbegin(); }

    friend std::ostream& operator<<(std::ostream& out, const Channel& self) {
        return out << "Channel(" << self.name_ << ", " << self.items_.size() << ")\n";
    }

protected:
    mutable int reads_ = 0;

private:
    std::string name_;
    std::vector<T> items_;
};

enum class Priority : unsigned char { Low = 0x01, Normal = 0b10, High = 'h' };

struct Timer {
    Clock::time_point due;
    Task task;
    Priority priority{Priority::Normal};
    bool operator<(const Timer& other) const { return due > other.due; }
};

constexpr double kRatio = 1.5e-3;
constexpr auto kHelp = R"(usage: loop "FILE"
  \n is not a newline here)";
constexpr auto kSql = R"sql(select ")" from t)sql";
inline constexpr std::uint64_t kMask = 0xFFFF'0000ull;
static thread_local long double total = 0.0L;

class Loop {
    std::vector<Timer> timers_;
    std::unordered_map<int, std::unique_ptr<Timer>> byId_;
    static inline int nextId = 1;

public:
    template <Callable F, typename... Args>
    int after(std::chrono::milliseconds wait, F&& f, Args&&... args) {
        auto id = nextId++;
        timers_.push_back({Clock::now() + wait, [f = std::forward<F>(f), args...]() mutable { f(args...); }});
        std::push_heap(timers_.begin(), timers_.end());
        if constexpr (sizeof...(Args) > 0) {
            static_assert(std::is_move_constructible_v<F>, "must be movable");
        }
        return id;
    }

    void run() try {
        while (!timers_.empty()) {
            std::pop_heap(timers_.begin(), timers_.end());
            Timer timer = std::move(timers_.back());
            timers_.pop_back();
            if (const auto now = Clock::now(); timer.due > now) {
                std::this_thread::sleep_until(timer.due);
            }
            switch (timer.priority) {
                case Priority::High: [[fallthrough]];
                case Priority::Normal: timer.task(); break;
                default: continue;
            }
        }
    } catch (const std::exception& error) {
        std::cerr << "loop: " << error.what() << '\n';
        throw;
    }
};

int fibonacci(int n) { return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2); }

}  // namespace loop::detail

int main(int argc, char* argv[]) {
    using loop::detail::Loop;
    auto* loop = new Loop();
    std::string text = "tab\tand \"quotes\"";
    const wchar_t* wide = L"wide";
    for (const auto& arg : std::vector<std::string>(argv, argv + argc)) {
        text += arg + u8" ";
    }
    loop->after(100ms, [&text, i = 0]() mutable {
        std::printf("%s %d\n", text.c_str(), ++i);
    });
    int* raw = reinterpret_cast<int*>(loop);
    if (raw == nullptr || not(argc > 1)) return -1;
    loop->run();
    delete loop;
    return static_cast<int>(wide[0] == L'w' ? 0 : EOF);
}
