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

  String userId() {
    return userId(user);
  }

  static String userId(int user) {
    return "user-" + user;
  }
}
