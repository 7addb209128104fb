package io.tidemark.bench;

/**
 * One event of a workload.
 *
 * @param user number of the user, from 0; the lower, the busier where users are not uniform
 * @param price euros; null for a search
 * @param timeMs event time
 */
record ShopEvent(
    long number,
    int user,
    String type,
    int item,
    int category,
    Double price,
    long timeMs,
    int device,
    long session) {

  /** The same under another number, about another user at another time. */
  ShopEvent as(long otherNumber, int otherUser, long otherMs) {
    return new ShopEvent(
        otherNumber, otherUser, type, item, category, price, otherMs, device, session);
  }

  String userId() {
    return userId(user);
  }

  static String userId(int user) {
    return "user-" + user;
  }
}
