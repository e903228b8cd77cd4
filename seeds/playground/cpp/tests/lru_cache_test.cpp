#include "shelf/lru_cache.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace shelf {
namespace {

TEST(LruCacheTest, GivesBackWhatWasStored) {
  LruCache cache(2);
  cache.put("a", "apple");
  EXPECT_EQ(cache.get("a"), "apple");
  EXPECT_EQ(cache.counts().hits, 1u);
}

TEST(LruCacheTest, FindsNothingUnderAnUnknownKey) {
  LruCache cache(2);
  EXPECT_FALSE(cache.get("a").has_value());
}

TEST(LruCacheTest, DropsTheEntryUnusedForLongest) {
  LruCache cache(2);
  cache.put("a", "apple");
  cache.put("b", "pear");
  cache.get("a");
  cache.put("c", "plum");
  EXPECT_TRUE(cache.get("a").has_value());
  EXPECT_FALSE(cache.get("b").has_value());
  EXPECT_EQ(cache.counts().evictions, 1u);
}

TEST(LruCacheTest, RefusesToHoldNothing) {
  EXPECT_THROW(LruCache(0), std::invalid_argument);
}

}  // namespace
}  // namespace shelf
