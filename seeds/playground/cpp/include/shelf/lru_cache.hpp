#pragma once

#include <cstddef>
#include <list>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace shelf {

/// How a cache has done since it was made or cleared.
struct CacheCounts {
  std::size_t hits = 0;
  std::size_t misses = 0;
  std::size_t evictions = 0;
};

/// Keeps the texts that were used last and drops the one unused for longest.
class LruCache {
 public:
  /// @param capacity the number of entries, above zero
  /// @throws std::invalid_argument when there is room for nothing
  explicit LruCache(std::size_t capacity);

  /// The text under a key, which becomes the one used last.
  std::optional<std::string> get(const std::string& key);

  /// Stores a text; an old one under the same key is replaced.
  /// @throws std::invalid_argument when the key is empty
  void put(const std::string& key, std::string text);

  /// Forgets one key. Returns whether it was there.
  bool erase(const std::string& key);

  /// Forgets everything, the counts included.
  void clear();

  std::size_t size() const { return entries_.size(); }
  const CacheCounts& counts() const { return counts_; }

  /// The share of look-ups that found something, from 0 to 1.
  double hit_rate() const;

 private:
  using Entry = std::pair<std::string, std::string>;

  void drop_oldest();

  std::size_t capacity_;
  std::list<Entry> entries_;
  std::unordered_map<std::string, std::list<Entry>::iterator> by_key_;
  CacheCounts counts_;
};

}  // namespace shelf
