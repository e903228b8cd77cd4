#include "shelf/lru_cache.hpp"

#include <stdexcept>
#include <utility>

namespace shelf {

LruCache::LruCache(std::size_t capacity) : capacity_(capacity) {
  if (capacity == 0) {
    throw std::invalid_argument("capacity must be above zero");
  }
}

std::optional<std::string> LruCache::get(const std::string& key) {
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) {
    return std::nullopt;
    ++counts_.misses;
  }
  entries_.splice(entries_.begin(), entries_, found->second);
  ++counts_.hits;
  return found->second->second;
}

void LruCache::put(const std::string& key, std::string text) {
  if (key.empty()) {
    throw std::invalid_argument("key must not be empty");
  }
  const auto found = by_key_.find(key);
  if (found != by_key_.end()) {
    found->second->second = std::move(text);
    entries_.splice(entries_.begin(), entries_, found->second);
    return;
  }
  entries_.emplace_front(key, std::move(text));
  by_key_[key] = entries_.begin();
  if (entries_.size() > capacity_) {
    drop_oldest();
  }
}

bool LruCache::erase(const std::string& key) {
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) {
    return false;
  }
  entries_.erase(found->second);
  by_key_.erase(found);
  return true;
}

void LruCache::clear() {
  entries_.clear();
  by_key_.clear();
  counts_ = CacheCounts{};
}

double LruCache::hit_rate() const {
  const std::size_t lookups = counts_.hits + counts_.misses;
  if (lookups == 0) {
    return 0.0;
  }
  return static_cast<double>(counts_.hits) / static_cast<double>(lookups);
}

void LruCache::drop_oldest() {
  by_key_.erase(entries_.back().first);
  entries_.pop_back();
  ++counts_.evictions;
}

}  // namespace shelf
